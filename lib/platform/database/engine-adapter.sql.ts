import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { type ColumnType, ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { dropDatabase } from "./drop-database.sql.ts";

/** PostgreSQL's internal type "char", one byte, which the catalogs use. */
const internalCharOid = 18;
const textOid = 25;

export interface EngineConnections {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  /** The engine does not close what it opened. */
  readonly closeAll: () => Promise<void>;
}

/**
 * Prisma's pg adapter as its schema engine needs it. Different from the adapter alone: it reads "char" columns, runs
 * a script as one implicit transaction, and gives the engine a shadow database that is really another one.
 */
export function engineConnections(url: string): EngineConnections {
  const pools: pg.Pool[] = [];
  const closers: (() => Promise<void>)[] = [];

  const openPool = (target: string): pg.Pool => {
    // One connection: what a script sets for its session holds for its next statement.
    const pool = new pg.Pool({ connectionString: target, max: 1, application_name: "countersign migrations", connectionTimeoutMillis: 10_000 });
    // A connection that is on its way out may still hear that its shadow database is dropped or its server stops,
    // in the pool or no longer in it. Whoever still needs one hears of it from the next statement.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => client.on("error", () => undefined));
    pools.push(pool);
    return pool;
  };
  const connectTo = (target: string): Promise<SqlDriverAdapter> => adapterOver(openPool(target), openPool(target));
  const connectToShadowDb = async (): Promise<SqlDriverAdapter> => {
    const name = `countersign_shadow_${randomUUID().replaceAll("-", "")}`;
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    closers.push(async () => {
      await dropDatabase(admin, name);
      await admin.end();
    });
    await admin.query(`create database ${name} template template0`);
    const target = new URL(url);
    target.pathname = `/${name}`;
    return await connectTo(target.href);
  };
  return {
    factory: { provider: "postgres", adapterName: "@prisma/adapter-pg", connect: () => connectTo(url), connectToShadowDb },
    closeAll: async () => {
      for (const pool of pools) if (!pool.ended) await pool.end();
      for (const close of closers) await close();
    },
  };
}

/** `outer` is what Prisma's adapter holds (it asks for a real pool); its queries go through `pool`. */
async function adapterOver(pool: pg.Pool, outer: pg.Pool): Promise<SqlDriverAdapter> {
  const charColumns = new WeakMap<object, number[]>();
  const readingChar = async (config: pg.QueryArrayConfig): Promise<pg.QueryArrayResult<unknown[]>> => {
    const result = await pool.query<unknown[]>(config);
    const found: number[] = [];
    for (const [index, field] of result.fields.entries()) {
      if (field.dataTypeID !== internalCharOid) continue;
      field.dataTypeID = textOid;
      found.push(index);
    }
    if (found.length > 0) charColumns.set(result.rows, found);
    return result;
  };
  const adapter = await new PrismaPg(Object.assign(outer, { query: readingChar })).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: async (query) => {
      const result = await adapter.queryRaw(query);
      const found = charColumns.get(result.rows) ?? [];
      const columnTypes = result.columnTypes.map((type: ColumnType, index: number) => (found.includes(index) ? ColumnTypeEnum.Character : type));
      return { ...result, columnTypes };
    },
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: async (script) => {
      await pool.query(script);
    },
    startTransaction: (level) => adapter.startTransaction(level),
    getConnectionInfo: () => adapter.getConnectionInfo(),
    dispose: async () => {
      await adapter.dispose();
      if (!pool.ended) await pool.end();
    },
  };
}
