import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { runningServerUrl } from "#lib/platform/database/running-server";
import { EnvironmentError } from "#lib/platform/env";
import { makeFolder } from "#lib/platform/make-folder";

const fileName = "demo.json";

const stateShape = z.object({
  seed: z.string(),
  email: z.string(),
  password: z.string(),
  receiverPort: z.number().int(),
  receiverSecret: z.string(),
  /** False: it was being filled and did not end. */
  filled: z.boolean(),
});
/** What a demo remembers beside its database: how to sign in, and what its receiver needs. */
export type DemoState = z.infer<typeof stateShape>;

/**
 * What is in the demo's own folder. Half a month is thrown away; whatever no demo made is left alone: throws
 * `EnvironmentError` then, in words.
 */
export function readDemoState(dataDir: string): DemoState | null {
  const file = path.join(dataDir, fileName);
  if (!existsSync(file)) {
    if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new EnvironmentError(`The demo keeps its data in ${dataDir}, where something else is: move that away, or set DATA_DIR to another folder.`);
    return null;
  }
  const state = stateShape.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  if (state?.filled === true) return state;
  if (runningServerUrl(dataDir) !== null) throw new EnvironmentError(`Another demo is being made in ${dataDir}: wait for it, or stop it.`);
  rmSync(dataDir, { recursive: true });
  return null;
}

/** For the owner of the folder alone: it holds a password. */
export function writeDemoState(dataDir: string, state: DemoState): string {
  makeFolder(dataDir);
  const file = path.join(dataDir, fileName);
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return file;
}
