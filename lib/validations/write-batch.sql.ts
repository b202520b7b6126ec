import type { PoolClient } from "pg";
import { writeJson } from "#lib/platform/raw-json";
import { type Candidate, neutralDecline, type Said } from "./candidate.ts";
import { velocityKeys } from "./condition-shape.ts";
import { type Judged, saidBy } from "./judge-batch.ts";
import { attemptToStore } from "./stored-attempt.ts";
import { bucketsOf } from "./velocity-spans.ts";

/** Whoever is asked holds its place for so long; longer than any deadline, so that only a process that died lets go of it. */
const heldFor = "20 seconds";

const columns = `id, source_id, request_id, mode, body_hash, rule_set_id, version, rule, action, answer_status, answer_description, velocity, hand_over_url, fallback_used, repeat_count,
  duration_ms, shadow_rule_set_id, shadow_version, shadow_rule, shadow_action, input, customer_hash, card_hash, country, currency, amount_minor, order_id, counted`;

const insertRows = `insert into validations (${columns}, reserved_until)
  select ${columns}, case when hand_over_url is null then null else now() + interval '${heldFor}' end from json_populate_recordset(null::validations, $1::json)`;

const addToBuckets = `insert into velocity_buckets as kept (source_id, per, key, seconds, starts_at, currency, count, sum)
  select source_id, per, key, seconds, to_timestamp(start_ms / 1000), currency, count, sum
  from json_to_recordset($1::json) as t(source_id uuid, per text, key bytea, seconds int, start_ms float8, currency text, count bigint, sum numeric)
  order by 1, 2, 3, 4, 5, 6
  on conflict (source_id, per, key, seconds, starts_at, currency) do update set count = kept.count + excluded.count, sum = kept.sum + excluded.sum`;

/** Writes what was decided; repeats are not written, since they were decided before. All of it is sent before this returns. */
export async function writeBatch(client: PoolClient, judged: readonly Judged[]): Promise<void> {
  const fresh = judged.filter(({ decided }) => decided.kind !== "repeat");
  if (fresh.length === 0) return;
  const counted = fresh.filter(isCounted).map(({ candidate }) => candidate);
  await Promise.all([client.query({ name: "insert-validations", text: insertRows, values: [writeJson(fresh.map(rowOf))] }), addCounts(client, counted, 1)]);
}

/** Adds attempts to the roll-ups, or takes them out again. */
export async function addCounts(client: PoolClient, counted: readonly Pick<Candidate, "sourceId" | "keys" | "facts" | "atMs">[], sign: 1 | -1): Promise<void> {
  const buckets = bucketRows(counted, sign);
  if (buckets.length > 0) await client.query({ name: "add-to-velocity-buckets", text: addToBuckets, values: [writeJson(buckets)] });
}

function isCounted({ decided }: Judged): boolean {
  return decided.kind === "decided" && decided.said.action === "approve";
}

/** While the merchant is asked, what is said if no answer comes. */
export function provisional({ candidate, decided }: Judged): Said {
  if (decided.kind !== "handOver") return decided.said;
  const fallback = candidate.rules.active?.body.fallback;
  return fallback === undefined ? neutralDecline : saidBy(fallback);
}

function rowOf(judged: Judged): unknown {
  const { candidate, judgement, decided } = judged;
  const { active, shadow } = candidate.rules;
  const said = provisional(judged);
  const { keys, facts, attempt } = candidate;
  return {
    id: candidate.id,
    source_id: candidate.sourceId,
    request_id: candidate.requestId,
    mode: candidate.mode,
    body_hash: bytes(Buffer.from(candidate.bodyHash)),
    rule_set_id: active?.id ?? null,
    version: active?.version ?? null,
    rule: judgement.verdict?.rule ?? null,
    action: said.action,
    answer_status: said.status,
    answer_description: said.description,
    velocity: judgement.readings,
    hand_over_url: decided.kind === "handOver" ? decided.url : null,
    fallback_used: false,
    repeat_count: 0,
    duration_ms: candidate.elapsedMs(),
    shadow_rule_set_id: judgement.shadow === null ? null : (shadow?.id ?? null),
    shadow_version: judgement.shadow === null ? null : (shadow?.version ?? null),
    shadow_rule: judgement.shadow?.rule ?? null,
    shadow_action: judgement.shadow?.action.action ?? null,
    input: attemptToStore(attempt),
    customer_hash: bytes(keys.customer),
    card_hash: bytes(keys.card),
    country: attempt.country,
    currency: facts.currency,
    amount_minor: facts.amountMinor,
    order_id: attempt.orderId,
    counted: isCounted(judged),
  };
}

/** bytea as PostgreSQL writes it. */
function bytes(value: Buffer | null): string | null {
  return value === null ? null : `\\x${value.toString("hex")}`;
}

function bucketRows(counted: readonly Pick<Candidate, "sourceId" | "keys" | "facts" | "atMs">[], sign: 1 | -1): unknown[] {
  const rows = new Map<string, { source_id: string; per: string; key: string | null; seconds: number; start_ms: number; currency: string; count: number; sum: bigint }>();
  for (const { sourceId, keys, facts, atMs } of counted) {
    for (const per of velocityKeys) {
      const key = bytes(keys[per]);
      if (key === null) continue;
      for (const { seconds, startMs } of bucketsOf(per, atMs)) {
        const currency = facts.currency ?? "";
        const name = `${sourceId} ${per} ${key} ${String(seconds)} ${String(startMs)} ${currency}`;
        const row = rows.get(name) ?? { source_id: sourceId, per, key, seconds, start_ms: startMs, currency, count: 0, sum: 0n };
        row.count += sign;
        row.sum += BigInt(sign) * (facts.amountMinor ?? 0n);
        rows.set(name, row);
      }
    }
  }
  return [...rows.values()];
}
