import { parseArgs } from "node:util";
import { EmbeddedServerError } from "#lib/platform/database/embedded-server-error";
import { MigrationError } from "#lib/platform/database/schema-engine";
import { EnvironmentError, readEnv } from "#lib/platform/env";
import { log } from "#lib/platform/log";
import { stopOnSignals } from "#lib/platform/stop-on-signals";
import { ListenError } from "./http-server.ts";
import { BuildError, requireBuiltPages, startServer } from "./start-server.ts";

/** Throws what `parseArgs` throws for an option that there is not. */
function readFlags() {
  return parseArgs({
    options: {
      dev: { type: "boolean", default: false },
      "no-fast-door": { type: "boolean", default: false },
      "no-worker": { type: "boolean", default: false },
      "pages-inside": { type: "boolean", default: false },
    },
  }).values;
}

/** What a person who starts us can mend: one sentence says it all. */
const plainErrors = [EnvironmentError, ListenError, EmbeddedServerError, MigrationError, BuildError];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): never {
  const isUnknownOption = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
  if (isUnknownOption) process.stderr.write(`${error.message}. The options are --dev, --no-fast-door, --no-worker and --pages-inside.\n`);
  else if (error instanceof Error && plainErrors.some((kind) => error instanceof kind)) process.stderr.write(`${error.message}\n`);
  else log().fatal({ err: error }, "Countersign could not start");
  process.exit(1);
}

try {
  const flags = readFlags();
  const running = await startServer(readEnv(), { dev: flags.dev, fastDoor: !flags["no-fast-door"], worker: !flags["no-worker"], pagesInside: flags["pages-inside"], requirePages: requireBuiltPages }, (reason) => {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  });
  stopOnSignals(running.stop);
  say(`Countersign is running at ${running.url}`);
  if (running.setupUrl !== null) say(`Create the first admin: ${running.setupUrl}`);
} catch (error) {
  fail(error);
}
