import type { Pool } from "pg";

const schema = "demo_past";

/**
 * Gives the database a second clock, beside its own: connections that look for functions in our schema first take the time
 * from a table. So the product's own statements, unchanged, write what they would have written then.
 */
export async function makePastClock(pool: Pool): Promise<void> {
  await pool.query(`
    drop schema if exists ${schema} cascade;
    create schema ${schema};
    create unlogged table ${schema}.present (at timestamptz not null);
    insert into ${schema}.present values (pg_catalog.now());
    create function ${schema}.now() returns timestamptz language sql stable as 'select at from ${schema}.present';
    create function ${schema}.clock_timestamp() returns timestamptz language sql volatile as 'select at from ${schema}.present'`);
}

export async function setPastClock(pool: Pool, nowMs: number): Promise<void> {
  await pool.query({ name: "demo-set-clock", text: `update ${schema}.present set at = to_timestamp($1::float8 / 1000)`, values: [nowMs] });
}

export async function dropPastClock(pool: Pool): Promise<void> {
  await pool.query(`drop schema if exists ${schema} cascade`);
}

/** The same database, seen with the clock of the past. Plans are kept from when the tables were empty: none may read them whole. */
export function pastUrl(url: string): string {
  const past = new URL(url);
  past.searchParams.set("options", `-c search_path=${schema},pg_catalog,public -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c synchronous_commit=off`);
  return past.href;
}
