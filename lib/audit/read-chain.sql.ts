import { z } from "zod";
import { database } from "#lib/platform/database/client";
import type { AuditValue } from "./canonical-json.ts";
import type { ChainedEntry } from "./entry-hash.ts";

const batchRows = 1000;

const row = z.object({
  position: z.coerce.bigint(),
  at: z.date(),
  actor_type: z.string(),
  actor_id: z.string().nullable(),
  actor_name: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  subject_type: z.string(),
  subject_id: z.string().nullable(),
  details: z.string(),
  previous_hash: z.instanceof(Uint8Array),
  hash: z.instanceof(Uint8Array),
});

/** The stored chain in the order of its positions, after one of them, a batch at a time: a million entries need no more memory than a thousand. */
export async function* readChain(after = 0n): AsyncGenerator<ChainedEntry> {
  const { pool } = database();
  for (let from = after; ; ) {
    const { rows } = await pool.query(
      `select position, at, actor_type, actor_id, actor_name, address, action, subject_type, subject_id, details::text as details, previous_hash, hash
         from audit_entries where position > $1 order by position limit ${String(batchRows)}`,
      [from],
    );
    for (const read of z.array(row).parse(rows)) {
      yield {
        position: read.position,
        at: read.at,
        actorType: read.actor_type,
        actorId: read.actor_id,
        actorName: read.actor_name,
        address: read.address,
        action: read.action,
        subjectType: read.subject_type,
        subjectId: read.subject_id,
        details: parseDetails(read.details),
        previousHash: read.previous_hash,
        hash: read.hash,
      };
      from = read.position;
    }
    if (rows.length < batchRows) return;
  }
}

/**
 * The stored details with nothing lost: a member called `__proto__` stays one, and a number that JavaScript would round
 * comes back as text, which is another hash. We never write either.
 */
export function parseDetails(text: string): AuditValue {
  const value: unknown = JSON.parse(text.replaceAll(stringOrNumber, (token) => (token.startsWith('"') || !isRounded(token) ? token : `"${token}"`)));
  if (!isAuditValue(value)) throw new Error("the details of an audit entry are not JSON");
  return value;
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function isRounded(number: string): boolean {
  return digitsOf(number) !== digitsOf(String(Number(number)));
}

/** The digits that count: without sign, point, exponent, and zeros around them. */
function digitsOf(text: string): string {
  return text.replace(/e.*$/i, "").replaceAll(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
}

function isAuditValue(value: unknown): value is AuditValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return true;
  if (typeof value !== "object") return false;
  return Array.isArray(value) ? value.every(isAuditValue) : Object.values(value).every(isAuditValue);
}
