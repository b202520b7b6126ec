import { startEmbeddedServer } from "#lib/platform/database/embedded-server";

/** A process that owns an embedded server until it is killed: `node hold-server.ts <data directory>`. */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error("usage: hold-server.ts <data directory>");
try {
  const server = await startEmbeddedServer({ dataDir, settings: { fsync: "off" }, log: { info: () => undefined, warn: () => undefined } });
  process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url })}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`);
  process.exitCode = 1;
}
