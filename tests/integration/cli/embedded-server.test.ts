import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { runningServerUrl } from "#lib/platform/database/running-server";
import { fileKeyRing, ringFileOf } from "#lib/platform/ring-file";
import { childEnv } from "#lib/platform/env";
import { temporaryFolder } from "#tests/support/temporary-folder";

const folder = temporaryFolder();
const dataDir = path.join(folder.path, "data");
const quiet = { info: () => undefined, warn: () => undefined };
const binding = { purpose: "source_key", rowId: "a row" } as const;
const projectDir = path.resolve(import.meta.dirname, "../../..");

afterAll(() => folder.remove());

/** A process of its own, as a person starts it: it ends by itself, or the test fails by its time limit. */
function run(...words: string[]): Promise<{ code: number | null; out: string; complaints: string }> {
  const env = childEnv({ DATA_DIR: dataDir, DATABASE_URL: "", NEXTAUTH_SECRET: "", ENCRYPTION_KEYS: "", PORT: "0", PUBLIC_URL: "", CLI_TEST_PASSWORD: "correct horse battery staple" });
  const child = spawn(process.execPath, ["lib/cli/main.ts", ...words], { cwd: projectDir, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { out: "", complaints: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.complaints += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...texts })));
}

const admin = (name: string): string[] => ["create-admin", "--email", `${name}@example.com`, "--password-env", "CLI_TEST_PASSWORD", "--json"];

test("commands start the embedded database for the moment, and use that of a running process beside it", async () => {
  expect(runningServerUrl(dataDir)).toBeNull();
  const first = await run(...admin("first"));
  expect(first).toMatchObject({ code: 0, complaints: "" });
  expect(JSON.parse(first.out)).toMatchObject({ email: "first@example.com" });
  // Stopped again: nothing is left running.
  expect(runningServerUrl(dataDir)).toBeNull();

  const server = await startEmbeddedServer({ dataDir, log: quiet, settings: { fsync: "off" } });
  try {
    await migrateAll(server.url);
    expect(runningServerUrl(dataDir)).toBe(server.url);
    expect(await run(...admin("second"))).toMatchObject({ code: 0, complaints: "" });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    // Still the same server, still ours: it answers, and holds what both commands made.
    const { rows } = await client.query<{ email: string }>("select email from users order by email");
    await client.end();
    expect(rows.map(({ email }) => email)).toEqual(["first@example.com", "second@example.com"]);
    const examined = await run("doctor");
    expect(examined.out).toMatch(/ok\s+keys: no source has a key yet/);
    expect(examined.out).toMatch(/ok\s+secret file encryption-keys: only its owner may read it/);
  } finally {
    await server.stop();
  }
}, 60_000);

test("the master key of the generated file is rotated beside a running process, which notices by itself", async () => {
  const file = ringFileOf(dataDir);
  const server = await startEmbeddedServer({ dataDir, log: quiet, settings: { fsync: "off" } });
  try {
    const running = fileKeyRing(file);
    const before = running.seal("kept by the running process", binding);
    expect(await run("create-source", "--provider", "gateway", "--name", "Shop")).toMatchObject({ code: 0 });
    expect(await run("rotate-master-key", "--drop-old")).toMatchObject({ code: 0, out: expect.stringContaining("nothing to drop") as unknown });

    const rotated = await run("rotate-master-key", "--json");
    expect(rotated).toMatchObject({ code: 0, complaints: "" });
    expect(JSON.parse(rotated.out)).toMatchObject({ keyId: "k2", resealed: 2, left: 0, unneededKeyIds: ["k1"] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const both = readFileSync(file, "utf8").trim();
    expect(both).toMatch(/^k2:[^,]+,k1:[^,]+$/);
    expect(running.seal("sealed after", binding)).toMatch(/^v1\.k2\./);
    expect(running.open(before, binding)).toBe("kept by the running process");

    expect(await run("rotate-master-key")).toMatchObject({ code: 0, out: expect.stringMatching(/^0 values were sealed anew.*\nNo value of this database needs k1 any more\. Run this with --drop-old/) as unknown });
    expect(readFileSync(file, "utf8").trim(), "an unfinished rotation makes no third key").toBe(both);
    expect(await run("rotate-master-key", "--drop-old")).toMatchObject({ code: 0, out: expect.stringContaining("k1 dropped") as unknown });
    expect(readFileSync(file, "utf8").trim()).toBe(both.split(",")[0]);
    expect((await run("doctor")).out).toMatch(/ok\s+keys: all 1 open with the key ring/);
  } finally {
    await server.stop();
  }
}, 60_000);

test("without a terminal the password is not asked for", async () => {
  expect(await run("create-admin", "--email", "x@example.com")).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining("--password-env") as unknown });
});
