import type { Pool } from "pg";
import { z } from "zod";
import { firstIdAt } from "#lib/platform/ids";

/** More rows than this are not looked at for figures: the latest of the time stand for it. */
export const mostDecisions = 200_000;

export interface StatsWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly sourceId: string | null;
  readonly mode: string | null;
}

const figures = z.object({ total: z.number(), approved: z.number(), fallbacks: z.number(), withoutRules: z.number(), handedOver: z.number(), repeats: z.number(), p50Ms: z.number().nullable(), p99Ms: z.number().nullable() });
const ruleCounts = z.array(z.object({ rule: z.string().nullable(), action: z.enum(["approve", "decline"]), count: z.number() }));

/** Figures and counts by rule, of the same decisions. */
export async function sumValidations(pool: Pool, { fromMs, toMs, sourceId, mode }: StatsWindow): Promise<{ readonly figures: z.output<typeof figures>; readonly byRule: z.output<typeof ruleCounts> }> {
  const { rows } = await pool.query<{ readonly figures: unknown; readonly rules: unknown }>(
    `with looked as materialized (
       select action, rule, rule_set_id, fallback_used, hand_over_url, repeat_count, duration_ms from validations
       where id >= $1::uuid and id < $2::uuid and ($3::uuid is null or source_id = $3::uuid) and ($4::text is null or mode = $4::text)
       order by id desc limit $5)
     select
       (select json_build_object(
         'total', count(*), 'approved', count(*) filter (where action = 'approve'), 'fallbacks', count(*) filter (where fallback_used),
         'withoutRules', count(*) filter (where rule_set_id is null),
         'handedOver', count(*) filter (where hand_over_url is not null), 'repeats', coalesce(sum(repeat_count), 0),
         'p50Ms', percentile_disc(0.5) within group (order by duration_ms), 'p99Ms', percentile_disc(0.99) within group (order by duration_ms)) from looked) as figures,
       (select coalesce(json_agg(r order by r.count desc, r.rule nulls last), '[]') from (select rule, action, count(*)::int as count from looked group by rule, action order by count(*) desc limit 200) r) as rules`,
    [firstIdAt(fromMs), firstIdAt(toMs), sourceId, mode, mostDecisions],
  );
  return { figures: figures.parse(rows[0]?.figures), byRule: ruleCounts.parse(rows[0]?.rules) };
}
