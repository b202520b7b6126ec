import type { Pool } from "pg";
import { ourPlace, readMigrations } from "#lib/platform/database/migration-files";
import { partitionedTables } from "#lib/platform/database/partitions.sql";
import type { KeyRing } from "#lib/platform/seal";
import { ok, skipped, warning, wrong, type CheckResult } from "./doctor-check.ts";
import { adminCount, appliedMigrations, clockDifferenceMs, partitions, sealedEndpointValues, sealedHashKey, sealedKeys, secondsSinceHeartbeat, serverVersion } from "./doctor-database.sql.ts";

const leastVersion = 150_000;
const clockToleranceMs = 30_000;
const deadAfterSeconds = 45;

/** Everything that can be told by asking the database. `ring` is `null` where its keys could not be read. */
export async function checkDatabase(pool: Pool, facts: { readonly ring: KeyRing | null; readonly nowMs: number; readonly isRunning: boolean }): Promise<readonly CheckResult[]> {
  const version = await checkVersion(pool);
  const migrations = await checkMigrations(pool);
  // Without our tables there is nothing more to ask.
  if (migrations.state === "wrong") return [version, migrations];
  return [
    version,
    migrations,
    await checkPartitions(pool, facts.nowMs),
    await checkClock(pool, facts.nowMs),
    facts.ring === null ? skipped("keys", "the key ring could not be read") : await checkKeys(pool, facts.ring),
    facts.isRunning ? await checkWorker(pool) : skipped("worker", "Countersign does not run"),
    await checkAdmins(pool),
  ];
}

async function checkVersion(pool: Pool): Promise<CheckResult> {
  const version = await serverVersion(pool);
  const text = `PostgreSQL ${String(Math.floor(version / 10_000))}.${String(version % 10_000)}`;
  return version >= leastVersion ? ok("database", `${text} answers`) : wrong("database", `${text} is too old`, "Use PostgreSQL 15 or newer.");
}

async function checkMigrations(pool: Pool): Promise<CheckResult> {
  const wanted = readMigrations(ourPlace).migrationDirectories.map(({ path }) => path);
  const applied = new Set(await appliedMigrations(pool));
  const missing = wanted.filter((name) => !applied.has(name));
  const foreign = [...applied].filter((name) => !wanted.includes(name));
  if (missing.length > 0) return wrong("migrations", `${String(missing.length)} not applied yet: ${missing.join(", ")}`, "Run npm run db:migrate, or start Countersign.");
  if (foreign.length > 0) return warning("migrations", `the database is ahead of this version by ${foreign.join(", ")}`, "Run the version of Countersign that made them.");
  return ok("migrations", `all ${String(wanted.length)} applied`);
}

async function checkPartitions(pool: Pool, nowMs: number): Promise<CheckResult> {
  const existing = new Set(await partitions(pool));
  const lacking = (offset: number): string[] => partitionedTables.map((table) => `${table}_${monthName(nowMs, offset)}`).filter((name) => !existing.has(name));
  const now = lacking(0);
  if (now.length > 0) return wrong("partitions", `${now.join(", ")} missing: nothing can be stored this month`, "Restart Countersign; it makes them.");
  const next = lacking(1);
  if (next.length > 0) return warning("partitions", `${next.join(", ")} not there yet`, "Let a worker run: it makes them ahead, once a minute.");
  return ok("partitions", "there for this month and the next");
}

function monthName(nowMs: number, offset: number): string {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)).toISOString().slice(0, 7).replace("-", "_");
}

async function checkClock(pool: Pool, nowMs: number): Promise<CheckResult> {
  const seconds = Math.round((await clockDifferenceMs(pool, nowMs)) / 1000);
  if (Math.abs(seconds) * 1000 < clockToleranceMs) return ok("clock", "this machine and the database agree on the time");
  return wrong("clock", `the database's clock is ${String(Math.abs(seconds))} s ${seconds > 0 ? "ahead of" : "behind"} this machine's`, "Set both by NTP: signed times are judged by this machine's clock.");
}

async function checkKeys(pool: Pool, ring: KeyRing): Promise<CheckResult> {
  const hashKey = await sealedHashKey(pool);
  const keys = await sealedKeys(pool);
  const unopened = keys.filter(({ id, sealed }) => !opens(ring, sealed, { purpose: "source_key", rowId: id }));
  const todo = "Set ENCRYPTION_KEYS (or restore the file encryption-keys) to what this database was made with.";
  if (hashKey !== null && !opens(ring, hashKey, { purpose: "hash_key", rowId: "1" })) return wrong("keys", "the installation's own key does not open with the key ring", todo);
  if (unopened.length > 0) return wrong("keys", `${String(unopened.length)} of ${String(keys.length)} keys do not open, of: ${[...new Set(unopened.map(({ source }) => source))].join(", ")}`, todo);
  const closed = (await sealedEndpointValues(pool)).filter(({ id, sealed, purpose }) => !opens(ring, sealed, { purpose, rowId: id }));
  if (closed.length > 0) return wrong("keys", `${String(closed.length)} secrets or headers of endpoints do not open, so that nothing can be delivered`, todo);
  return ok("keys", keys.length === 0 ? "no source has a key yet" : `all ${String(keys.length)} open with the key ring`);
}

function opens(ring: KeyRing, sealed: string, binding: Parameters<KeyRing["open"]>[1]): boolean {
  try {
    ring.open(sealed, binding);
    return true;
  } catch {
    // Altered, moved, or sealed under another key: it does not open.
    return false;
  }
}

async function checkWorker(pool: Pool): Promise<CheckResult> {
  const seconds = await secondsSinceHeartbeat(pool);
  if (seconds !== null && seconds <= deadAfterSeconds) return ok("worker", `last beat ${String(Math.round(seconds))} s ago`);
  return wrong("worker", seconds === null ? "no worker runs" : `the last worker was seen ${String(Math.round(seconds))} s ago`, "Start one (npm start has one): without it events are stored but not processed.");
}

async function checkAdmins(pool: Pool): Promise<CheckResult> {
  const admins = await adminCount(pool);
  if (admins > 0) return ok("admins", `${String(admins)}`);
  return warning("admins", "nobody can sign in as an admin yet", "Open the link that npm start prints, or run npm run cli -- create-admin --email <address>.");
}
