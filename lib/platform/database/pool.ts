import pg from "pg";
import { log } from "../log.ts";

export interface PoolOptions {
  readonly url: string;
  /** What `pg_stat_activity` shows, after `countersign `. */
  readonly name: string;
  readonly max: number;
  /** Longest wait for a connection, new or free. */
  readonly connectTimeoutMs: number;
  /** The server gives up after this; `null`: never. */
  readonly statementTimeoutMs: number | null;
  /** We give up after this, also when the server does not answer at all; `null`: never. */
  readonly queryTimeoutMs: number | null;
  /** Server options, such as `-c enable_seqscan=off`. */
  readonly options?: string;
  /** Keep idle connections and replace broken ones at once, so that a burst never waits for new ones. */
  readonly keepWarm?: boolean;
  /** Statements of one connection are sent without waiting for the answers of those before. */
  readonly pipeline?: boolean;
}

/** A pool that outlives its database: broken connections are logged and replaced, never thrown. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: `countersign ${options.name}`,
    max: options.max,
    connectionTimeoutMillis: options.connectTimeoutMs,
    idleTimeoutMillis: options.keepWarm === true ? 0 : 30_000,
    keepAlive: true,
    ...(options.statementTimeoutMs === null ? {} : { statement_timeout: options.statementTimeoutMs }),
    ...(options.queryTimeoutMs === null ? {} : { query_timeout: options.queryTimeoutMs }),
    ...(options.options === undefined ? {} : { options: options.options }),
    ...(options.pipeline === true ? { pipeline: true } : {}),
  });
  const note = (error: Error): void => log().warn({ pool: options.name, reason: error.message }, "a database connection broke");
  pool.on("error", note);
  pool.on("connect", (client) => {
    // While a client is out of the pool its errors are its borrower's; graphile-worker warns unless somebody listens.
    client.on("error", () => undefined);
  });
  // A pool drops the connection of every statement that fails. One try: while the database is away the next borrower is the next.
  if (options.keepWarm === true) pool.on("remove", () => void (pool.ending ? undefined : warmPool(pool)));
  return pool;
}

/** Opens all connections of a pool. What cannot be opened now is opened when it is needed. */
export async function warmPool(pool: pg.Pool): Promise<void> {
  // All are asked for before any is given back: those that are there already would be handed out again.
  await Promise.allSettled(Array.from({ length: pool.options.max }, async () => (await pool.connect()).release()));
}
