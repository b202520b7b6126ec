import { z } from "zod";
import { database } from "#lib/platform/database/client";

const keepHours = 24;

export interface AnswerName {
  readonly actor: string;
  /** Method and path template. */
  readonly route: string;
  /** A keyed hash of what the caller sent. */
  readonly key: string;
}

export interface KeptAnswer {
  readonly requestHash: Uint8Array;
  /** `null`: still running, or ended without an answer. */
  readonly status: number | null;
  /** JSON text, numbers as they were; `null` for an answer without a body, and for one that may not be kept any more. */
  readonly body: string | null;
}

const claimRow = z.object({ created_at: z.date() });
const answerRow = z.object({ request_hash: z.instanceof(Uint8Array), status: z.number().nullable(), body: z.string().nullable() });

/** Takes the name for this call; its time proves the claim later. `null`: somebody has it already. */
export async function claimAnswer(name: AnswerName, requestHash: Uint8Array): Promise<Date | null> {
  const { rows } = await database().pool.query(
    `insert into idempotent_answers as kept (actor, route, key, request_hash, created_at) values ($1, $2, $3, $4, now())
     on conflict (actor, route, key) do update set request_hash = excluded.request_hash, status = null, body = null, created_at = now()
       where kept.created_at < now() - $5 * interval '1 hour'
     returning created_at`,
    [name.actor, name.route, name.key, requestHash, keepHours],
  );
  return rows.length === 0 ? null : claimRow.parse(rows[0]).created_at;
}

export async function readAnswer(name: AnswerName): Promise<KeptAnswer | null> {
  const { rows } = await database().pool.query("select request_hash, status, body::text as body from idempotent_answers where actor = $1 and route = $2 and key = $3", [name.actor, name.route, name.key]);
  if (rows.length === 0) return null;
  const row = answerRow.parse(rows[0]);
  return { requestHash: row.request_hash, status: row.status, body: row.body };
}

/** The body is not kept where an erasure ended meanwhile: it may name whom that erased. Answers that were kept before, the erasure itself forgets. */
export async function keepAnswer(name: AnswerName, claimedAt: Date, status: number, body: string | null): Promise<void> {
  await database().pool.query(
    `update idempotent_answers set status = $5, body = case when exists (select 1 from erasures where finished_at >= $4) then null else $6::jsonb end
     where actor = $1 and route = $2 and key = $3 and created_at = $4`,
    [name.actor, name.route, name.key, claimedAt, status, body],
  );
}

export async function releaseAnswer(name: AnswerName, claimedAt: Date): Promise<void> {
  await database().pool.query("delete from idempotent_answers where actor = $1 and route = $2 and key = $3 and created_at = $4 and status is null", [name.actor, name.route, name.key, claimedAt]);
}

/** Drops answers that nobody may ask for again; returns how many. */
export async function forgetOldAnswers(): Promise<number> {
  const { rowCount } = await database().pool.query("delete from idempotent_answers where created_at < now() - $1 * interval '1 hour'", [keepHours]);
  return rowCount ?? 0;
}
