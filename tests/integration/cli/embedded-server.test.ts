import { spawn } from "node:child_process";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { runningServerUrl } from "#lib/platform/database/running-server";
import { childEnv } from "#lib/platform/env";
import { temporaryFolder } from "#tests/support/temporary-folder";

const folder = temporaryFolder();
const dataDir = path.join(folder.path, "data");
const quiet = { info: () => undefined, warn: () => undefined };
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

test("without a terminal the password is not asked for", async () => {
  expect(await run("create-admin", "--email", "x@example.com")).toMatchObject({ code: 2, out: "", complaints: expect.stringContaining("--password-env") as unknown });
});
