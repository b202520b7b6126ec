import type { Pool } from "pg";

export interface RulesRow {
  readonly time_zone: string;
  readonly sets: readonly { readonly id: string; readonly version: number; readonly state: "active" | "shadow"; readonly rules: unknown; readonly default: unknown; readonly fallback: unknown; readonly deadlineMs: number }[];
  /** Oldest first. */
  readonly secrets: readonly { readonly id: string; readonly sealedSecret: string; readonly expiresAtMs: number | null }[];
}

/** What decides a source's validations at this moment. */
export async function findRules(pool: Pool, sourceId: string): Promise<RulesRow> {
  const { rows } = await pool.query<RulesRow>({
    name: "find-validation-rules",
    text: `select (select time_zone from settings where id = 1) as time_zone,
      coalesce((select json_agg(json_build_object('id', id, 'version', version, 'state', state, 'rules', rules, 'default', "default", 'fallback', fallback, 'deadlineMs', deadline_ms))
        from rule_sets where source_id = $1 and state in ('active', 'shadow')), '[]') as sets,
      coalesce((select json_agg(json_build_object('id', id, 'sealedSecret', sealed_secret, 'expiresAtMs', floor(extract(epoch from expires_at) * 1000)) order by id)
        from hand_over_secrets where source_id = $1 and (expires_at is null or expires_at > now())), '[]') as secrets`,
    values: [sourceId],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("the rules of a source could not be read");
  return row;
}

/** Keeps a source's first secret, unless another process was quicker. */
export async function keepFirstSecret(pool: Pool, secret: { readonly id: string; readonly sourceId: string; readonly sealedSecret: string }): Promise<void> {
  await pool.query("insert into hand_over_secrets (id, source_id, sealed_secret) values ($1, $2, $3) on conflict do nothing", [secret.id, secret.sourceId, secret.sealedSecret]);
}
