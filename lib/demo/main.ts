import { parseArgs } from "node:util";
import { progressBar } from "#lib/cli/progress-bar";
import { EmbeddedServerError } from "#lib/platform/database/embedded-server-error";
import { MigrationError } from "#lib/platform/database/schema-engine";
import { EnvironmentError } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { stopOnSignals } from "#lib/platform/stop-on-signals";
import { ListenError } from "#lib/server/http-server";
import { BuildError } from "#lib/server/start-server";
import { demoEnv, startDemo } from "./start-demo.ts";

const mostDays = 31;

const plainErrors = [EnvironmentError, ListenError, EmbeddedServerError, MigrationError, BuildError];

/** Throws `EnvironmentError` or what `parseArgs` throws. */
function readFlags(): { readonly days: number; readonly seed: string; readonly dev: boolean } {
  const { days, seed, dev } = parseArgs({ options: { days: { type: "string", default: "30" }, seed: { type: "string", default: "countersign" }, dev: { type: "boolean", default: false } } }).values;
  if (!/^\d{1,2}$/.test(days) || Number(days) < 1 || Number(days) > mostDays) throw new EnvironmentError(`--days is "${days}", but should be a whole number from 1 to ${String(mostDays)}.`);
  return { days: Number(days), seed, dev };
}

function fail(error: unknown): never {
  const isUnknownOption = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
  if (isUnknownOption) process.stderr.write(`${error.message}. The options are --days, --seed and --dev.\n`);
  else if (error instanceof Error && plainErrors.some((kind) => error instanceof kind)) process.stderr.write(`${error.message}\n`);
  else log().fatal({ err: error }, "the demo could not start");
  process.exit(1);
}

try {
  const flags = readFlags();
  // The clock of the process tells the past meanwhile: the bar goes by one that nobody moves.
  const progress = progressBar({ isTTY: process.stdout.isTTY, columns: process.stdout.columns, write: (text) => process.stdout.write(text) }, () => performance.now());
  const running = await startDemo(demoEnv(), { ...flags, say: (line) => process.stdout.write(`${line}\n`), onProgress: progress.update, onFilled: progress.end }, (reason) => {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  });
  stopOnSignals(running.stop);
} catch (error) {
  fail(error);
}
