import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { PrismaClient, type Prisma } from "./generated/client.ts";
import { createPool } from "./pool.ts";

export type { Prisma } from "./generated/client.ts";
/** Prisma inside one database transaction. */
export type Transaction = Prisma.TransactionClient;

export interface Database {
  readonly url: string;
  readonly prisma: PrismaClient;
  /** For pages and commands. */
  readonly pool: Pool;
  /** For storing what comes in, alone: short limits, so that a provider gets its 503 within 2 s. */
  readonly ingestPool: Pool;
  readonly close: () => Promise<void>;
}

const slot = Symbol.for("countersign.database");
// Next bundles its own copy of this module: the one database of the process hangs where every copy finds it.
const held = globalThis as typeof globalThis & { [slot]?: Database };

/** Opens the process's database; connections are made when first needed. Opening another one first needs `close()`. */
export function openDatabase(url: string): Database {
  const open = held[slot];
  if (open !== undefined) {
    if (open.url === url) return open;
    throw new Error("another database is open in this process: close it first");
  }
  const database = connectDatabase(url, () => {
    if (held[slot] === database) delete held[slot];
  });
  held[slot] = database;
  return database;
}

/** The process's database. */
export function database(): Database {
  const open = held[slot];
  if (open === undefined) throw new Error("no database is open in this process: call openDatabase(url) at its start");
  return open;
}

function connectDatabase(url: string, onClose: () => void): Database {
  const pool = createPool({ url, name: "pages", max: 10, connectTimeoutMs: 1500, statementTimeoutMs: 15_000, queryTimeoutMs: 16_000 });
  const ingestPool = createPool({
    url,
    name: "ingest",
    max: 4,
    connectTimeoutMs: 500,
    statementTimeoutMs: 1300,
    queryTimeoutMs: 1400,
    // Planning the storing statement again for each batch would cost half of what a small one costs to run; and a plan
    // that is kept from when the tables were empty must not read them whole.
    options: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off",
    keepWarm: true,
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: { maxWait: 1500, timeout: 10_000 } });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    onClose();
    await prisma.$disconnect();
    await Promise.all([pool.end(), ingestPool.end()]);
  };
  return { url, prisma, pool, ingestPool, close: () => (closing ??= close()) };
}
