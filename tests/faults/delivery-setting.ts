import pg from "pg";
import { type EmbeddedServer, startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { generateKeyRingText, keyRing, type KeyRing } from "#lib/platform/seal";
import { type Child, startNode } from "../bench/child.ts";
import { messageMaker } from "../bench/bench-message.ts";
import { seedEvents } from "../bench/seed-events.sql.ts";
import { insertSource } from "../runner/insert-source.ts";
import { freshDataDir, removeDataDir } from "../runner/started-server.ts";

const quiet = { info: () => undefined, warn: () => undefined };

/** A PostgreSQL of its own with one source, and workers as processes that can be killed. */
export interface DeliverySetting {
  readonly pool: pg.Pool;
  readonly ring: KeyRing;
  readonly startWorker: () => Promise<Child>;
  /** Stores events as the door does. Returns their public ids. */
  readonly send: (count: number) => Promise<readonly string[]>;
  /** As if so much time had passed that every lease is over. */
  readonly endLeases: () => Promise<void>;
  readonly restartDatabase: (whileDown: () => Promise<void>) => Promise<void>;
  /** Kills the workers and forgets what was sent, for the next test. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function deliverySetting(): Promise<DeliverySetting> {
  const dataDir = freshDataDir();
  const state: { server: EmbeddedServer } = { server: await startEmbeddedServer({ dataDir, log: quiet }) };
  const { url, port } = state.server;
  await migrateAll(url);
  const pool = new pg.Pool({ connectionString: url, max: 3 });
  pool.on("error", () => undefined);
  const ringText = generateKeyRingText();
  const ring = keyRing(ringText);
  const source = await insertSource(pool, ring, { provider: "gateway", settings: {}, secret: "gw_faults", mode: "test" });
  const workers: Child[] = [];
  const message = messageMaker("f", "gw_faults");
  let sent = 0;
  return {
    pool,
    ring,
    startWorker: async () => {
      const worker = startNode(["lib/worker/main.ts"], { DATABASE_URL: url, ENCRYPTION_KEYS: ringText, NEXTAUTH_SECRET: "f".repeat(43), ALLOW_PRIVATE_TARGETS: "127.0.0.0/8", LOG_LEVEL: "error" });
      workers.push(worker);
      await worker.line(/The worker is running/, 30_000);
      return worker;
    },
    send: async (count) => {
      const bodies = Array.from({ length: count }, () => message((sent += 1)).body);
      return (await seedEvents(pool, source.id, bodies)).map((id) => `evt_${id}`);
    },
    endLeases: async () => void (await pool.query("update deliveries set leased_until = now() where leased_until > now()")),
    restartDatabase: async (whileDown) => {
      await state.server.stop();
      await whileDown();
      state.server = await startEmbeddedServer({ dataDir, log: quiet, port });
    },
    reset: async () => {
      for (const { pid } of workers.splice(0)) kill(pid, "SIGKILL");
      await pool.query("truncate deliveries, attempts, event_snapshots, events, requests, transactions, worker_heartbeats cascade");
      await pool.query("delete from endpoints");
    },
    close: async () => {
      await pool.end();
      await state.server.stop();
      removeDataDir(dataDir);
    },
  };
}

/** Sends a signal to a process that may have ended. */
export function kill(pid: number, signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
