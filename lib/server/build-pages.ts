import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { childEnv } from "#lib/platform/env";

/** The project's folder, wherever the command was typed. */
export const projectDir = path.resolve(import.meta.dirname, "../..");

const stampFile = path.join(projectDir, ".next", "countersign-sources");
const sourcePatterns = ["app/**/*", "components/**/*", "lib/**/*.ts", "public/**/*", "next.config.js", "instrumentation.ts", "tsconfig.json", "package.json", "package-lock.json"];

/** True when there is no build, or one of other sources than those that are here now. */
export function isBuildStale(): boolean {
  if (!existsSync(path.join(projectDir, ".next", "BUILD_ID")) || !existsSync(stampFile)) return true;
  return readFileSync(stampFile, "utf8") !== sourceHash();
}

/** Runs `next build` and notes what it was made from. Resolves to the exit code. */
export async function buildPages(): Promise<number> {
  const hash = sourceHash();
  // What the compiler kept from a build before the last upgrade has been seen to refuse the new client of the database.
  rmSync(path.join(projectDir, ".next", "cache", ".tsbuildinfo"), { force: true });
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: projectDir,
    stdio: "inherit",
    env: childEnv({ NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" }),
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
  });
  if (code === 0) writeFileSync(stampFile, hash);
  return code;
}

function sourceHash(): string {
  const hash = createHash("sha256");
  const files = globSync(sourcePatterns, { cwd: projectDir, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}generated`))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(path.relative(projectDir, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
