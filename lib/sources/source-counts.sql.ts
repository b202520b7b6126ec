import type { Transaction } from "#lib/platform/database/client";

/** The Prisma client or a transaction of it. */
export type Reader = Pick<Transaction, "$queryRaw" | "source">;

export interface KeyCount {
  readonly keyId: string;
  readonly verifiedCount: number;
  readonly lastVerifiedAt: Date;
  /** In the last 24 hours, counted from the beginning of an hour: at least those, at most 25. */
  readonly verifiedLastDay: number;
}

/** What every key of these sources verified, over all writer lanes. */
export async function countByKey(reader: Reader, sourceIds: readonly string[]): Promise<ReadonlyMap<string, KeyCount>> {
  const rows = await reader.$queryRaw<{ key_id: string; verified: bigint; last_at: Date; last_day: bigint }[]>`
    select key_id, sum(count)::bigint as verified, max(last_at) as last_at,
      coalesce(sum(count) filter (where hour >= date_trunc('hour', now() - interval '24 hours', 'UTC')), 0)::bigint as last_day
    from request_counts
    where source_id = any(${[...sourceIds]}::uuid[]) and outcome <> 'rejected'
    group by key_id`;
  return new Map(rows.map((row) => [row.key_id, { keyId: row.key_id, verifiedCount: Number(row.verified), lastVerifiedAt: row.last_at, verifiedLastDay: Number(row.last_day) }]));
}

/** What one source's keys verified since a moment (to the hour). */
export async function countByKeySince(reader: Reader, sourceId: string, since: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.$queryRaw<{ key_id: string; verified: bigint }[]>`
    select key_id, sum(count)::bigint as verified
    from request_counts
    where source_id = ${sourceId}::uuid and hour >= ${since} and outcome <> 'rejected'
    group by key_id`;
  return new Map(rows.map((row) => [row.key_id, Number(row.verified)]));
}

/** The last request of each source that a key vouched for. */
export async function lastMessages(reader: Reader, sourceIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await reader.$queryRaw<{ source_id: string; last_at: Date }[]>`
    select s.id as source_id, c.last_at
    from unnest(${[...sourceIds]}::uuid[]) as s(id),
    lateral (
      select last_at from request_counts
      where source_id = s.id and outcome <> 'rejected'
      order by hour desc, last_at desc limit 1
    ) c`;
  return new Map(rows.map((row) => [row.source_id, row.last_at]));
}

/** Whether anything that this source sent is kept as an event. */
export async function hasEvents(reader: Reader, sourceId: string): Promise<boolean> {
  const rows = await reader.$queryRaw<{ found: boolean }[]>`
    select exists(select 1 from events where source_id = ${sourceId}::uuid) as found`;
  return rows[0]?.found === true;
}
