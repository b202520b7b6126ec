import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { type ColumnType, ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

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

  const connectTo = async (target: string): Promise<SqlDriverAdapter> => {
    // One connection: what a script sets for its session holds for its next statement.
    const pool = new pg.Pool({ connectionString: target, max: 1, application_name: "countersign migrations", connectionTimeoutMillis: 10_000 });
    pools.push(pool);
    return await adapterOver(pool);
  };
  const connectToShadowDb = async (): Promise<SqlDriverAdapter> => {
    const name = `countersign_shadow_${randomUUID().replaceAll("-", "")}`;
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    closers.push(async () => {
      await admin.query(`drop database if exists ${name} with (force)`);
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

async function adapterOver(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const charColumns = new WeakMap<object, number[]>();
  const sendQuery = pool.query;
  const readingChar = async (query: unknown, values?: unknown): Promise<unknown> => {
    const result: pg.QueryResult = await Reflect.apply(sendQuery, pool, values === undefined ? [query] : [query, values]);
    const found: number[] = [];
    for (const [index, field] of result.fields.entries()) {
      if (field.dataTypeID !== internalCharOid) continue;
      field.dataTypeID = textOid;
      found.push(index);
    }
    if (found.length > 0) charColumns.set(result.rows, found);
    return result;
  };
  Object.assign(pool, { query: readingChar });

  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  const queryRaw: SqlDriverAdapter["queryRaw"] = async (query) => {
    const result = await Reflect.apply(originalQueryRaw, adapter, [query]);
    const found = charColumns.get(result.rows) ?? [];
    if (found.length === 0) return result;
    const columnTypes = result.columnTypes.map((type: ColumnType, index: number) => (found.includes(index) ? ColumnTypeEnum.Character : type));
    return { ...result, columnTypes };
  };
  const originalQueryRaw = adapter.queryRaw;
  const executeScript: SqlDriverAdapter["executeScript"] = async (script) => {
    await Reflect.apply(sendQuery, pool, [script]);
  };
  return Object.assign(adapter, { queryRaw, executeScript });
}
