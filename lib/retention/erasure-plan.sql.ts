import type { Pool } from "pg";

export interface PlanRow {
  readonly sourceId: string;
  readonly name: string;
  readonly transactions: number;
  readonly events: number;
}

const ofCustomer = "search @> array['customer:' || $1::text] and ($2::uuid[] is null or source_id = any($2::uuid[]))";

/** The transactions of a customer by source, and how many messages they are made of. `sourceIds` null: all sources. */
export async function planBySource(pool: Pool, reference: string, sourceIds: readonly string[] | null): Promise<PlanRow[]> {
  const { rows } = await pool.query<PlanRow>(
    `select t.source_id as "sourceId", s.name, count(*)::int as transactions, sum(json_array_length(t.details->'eventIds'))::int as events
     from (select source_id, details from transactions where ${ofCustomer}) t join sources s on s.id = t.source_id group by 1, 2 order by 2`,
    [reference, sourceIds],
  );
  return rows;
}

/** Messages that name the customer and belong to no transaction of his. */
export async function countLoose(pool: Pool, reference: string, sourceIds: readonly string[] | null): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from events where "references" @> array[$1::text] and type is not null
       and not exists (select 1 from transactions t where t.id = events.transaction_id and t.search @> array['customer:' || $1::text]) and ($2::uuid[] is null or source_id = any($2::uuid[]))`,
    [reference, sourceIds],
  );
  return rows[0]?.count ?? 0;
}

/** Validations that the customer asked for. */
export async function countValidations(pool: Pool, reference: string, sourceIds: readonly string[] | null): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int as count from validations where input->>'customer' = lower(trim($1::text)) and ($2::uuid[] is null or source_id = any($2::uuid[]))",
    [reference, sourceIds],
  );
  return rows[0]?.count ?? 0;
}

export async function countAttempts(pool: Pool, reference: string, sourceIds: readonly string[] | null): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `with told as materialized (select distinct json_array_elements_text(details->'eventIds')::uuid as id from transactions where ${ofCustomer})
     select count(*)::int as count from told join deliveries d on d.event_id = told.id join attempts a on a.delivery_id = d.id`,
    [reference, sourceIds],
  );
  return rows[0]?.count ?? 0;
}
