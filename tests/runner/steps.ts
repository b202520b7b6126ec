import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findOrInstallChromium } from "./chromium.ts";
import { type Counts, playwrightCounts, vitestCounts } from "./report-counts.ts";
import { environmentWith, readTestEnv } from "./test-env.ts";

export interface Step {
  readonly name: string;
  /** Runs the step with its output on ours. Throws only when the step could not be run at all. */
  readonly run: () => Promise<Counts>;
}

export const root = path.resolve(import.meta.dirname, "../..");
const tools = path.join(root, "node_modules/.bin");
const vitest = ["vitest", "run", "--config", "tests/vitest.config.ts"];

/** In the order in which a mistake is told soonest. The build comes before what starts the server. */
export const steps: readonly Step[] = [
  { name: "types", run: () => commands([["next", "typegen"], ["tsc", "--noEmit"]]) },
  { name: "lint", run: () => commands([["oxlint", "--type-aware", "--max-warnings", "0", "-c", "tests/oxlint.json", "."]]) },
  { name: "build", run: () => commands([["node", "lib/server/build.ts"]]) },
  { name: "schema", run: () => commands([["node", "lib/platform/database/commands.ts", "check"]]) },
  // Whether it still runs and loses nothing, with loads of a second: how quick something is, is for the bench by itself.
  { name: "bench", run: () => commands([["node", "tests/bench/main.ts", "--quick", "--seconds", "1", "--only", "fastDoorAlone,bareNode,pages,deliveries"]]) },
  { name: "tests", run: () => vitestProjects(["unit", "architecture", "integration"]) },
  { name: "faults", run: () => vitestProjects(["faults"]) },
  { name: "browser", run: browserTests },
];

/** One after the other until one fails; together they count as one. */
async function commands(list: readonly (readonly string[])[]): Promise<Counts> {
  for (const command of list) if (!(await succeeds(command, {}))) return { passed: 0, failed: 1 };
  return { passed: 1, failed: 0 };
}

function vitestProjects(projects: readonly string[]): Promise<Counts> {
  return withReport(async (report) => {
    const ok = await succeeds([...vitest, ...projects.flatMap((name) => ["--project", name]), "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], {});
    return settle(ok, vitestCounts(report));
  });
}

function browserTests(): Promise<Counts> {
  const chromium = findOrInstallChromium();
  return withReport(async (report) => {
    const ok = await succeeds(["playwright", "test", "--config", "tests/playwright.config.ts", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: report, CHROMIUM_PATH: chromium });
    return settle(ok, playwrightCounts(report));
  });
}

/** A tool that failed without a failed test (a crash, an error after the last test) still is a failure. */
function settle(ok: boolean, counts: Counts): Counts {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

async function withReport(run: (file: string) => Promise<Counts>): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-report-"));
  try {
    return await run(path.join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function succeeds([command, ...args]: readonly string[], values: Readonly<Record<string, string>>): Promise<boolean> {
  const searchPath = `${tools}${path.delimiter}${readTestEnv().path}`;
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? "", args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: environmentWith({ PATH: searchPath, ...values }) });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0));
  });
}
