import { createHmac } from "node:crypto";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { database } from "#lib/platform/database/client";
import { derivedKey } from "./derived-key.ts";

/** What failed attempts are counted under, and how soon they make the next one wait. */
export interface ThrottleSubject {
  readonly subject: string;
  /** Failures without a wait. Each one after that doubles it, from 1 s. */
  readonly freeFailures: number;
  readonly longestWaitSeconds: number;
}

/** Without a failure for this long, the count begins anew. */
const forgetSeconds = 60 * 60;

/** A person's address is kept as a keyed hash: the table tells nobody who has an account. */
export function emailSubject(email: string): ThrottleSubject {
  const hash = createHmac("sha256", derivedKey("sign-in-subject")).update(email, "utf8").digest("base64url").slice(0, 32);
  return { subject: `email:${hash}`, freeFailures: 5, longestWaitSeconds: 5 * 60 };
}

/** A browser in which this person signed in before: strangers who try the same email address do not count against it. */
export function deviceSubject(device: string): ThrottleSubject {
  return { subject: `device:${device}`, freeFailures: 5, longestWaitSeconds: 5 * 60 };
}

/** Somebody who is signed in and proves it again: strangers who try an email address keep nobody from a dangerous step. */
export function personSubject(userId: string): ThrottleSubject {
  return { subject: `person:${userId}`, freeFailures: 5, longestWaitSeconds: 5 * 60 };
}

/** Many people may share an address, so that it has more free failures and longer waits. */
export function addressSubject(address: string | null): ThrottleSubject {
  return { subject: `address:${address === null ? "unknown" : networkOf(address)}`, freeFailures: 20, longestWaitSeconds: 15 * 60 };
}

/** Whoever has one IPv6 address has its /64 (RFC 6177): the network is counted, not the address. */
function networkOf(address: string): string {
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : null;
  if (parsed === null || parsed.kind() === "ipv4") return address;
  return ipaddr.fromByteArray([...parsed.toByteArray().slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).toString();
}

const waitSql = "(case when kept.count < $2 then 0 else least($3, power(2, least(kept.count - $2, 20))) end * interval '1 s')";

/**
 * Counts an attempt as failed before its password is looked at, so that no number of attempts at once gets past the
 * limit; `forgiveAttempt` takes it back. Returns when to try again where this one may not be made, else `null`.
 */
export async function beginAttempt({ subject, freeFailures, longestWaitSeconds }: ThrottleSubject): Promise<Date | null> {
  const { pool } = database();
  const values = [subject, freeFailures, longestWaitSeconds];
  // A free attempt never compares times: one that waited for another's commit would find it made in its own future.
  const begun = await pool.query(
    `insert into sign_in_failures as kept (subject, count, window_start, last_at) values ($1, 1, now(), now())
     on conflict (subject) do update set
       count = case when kept.last_at < now() - $4 * interval '1 s' then 1 else kept.count + 1 end,
       window_start = case when kept.last_at < now() - $4 * interval '1 s' then now() else kept.window_start end,
       last_at = now()
     where kept.count < $2 or kept.last_at + ${waitSql} <= clock_timestamp()
     returning count`,
    [...values, forgetSeconds],
  );
  if (begun.rows.length > 0) return null;
  const { rows } = await pool.query(`select greatest(kept.last_at + ${waitSql}, now() + interval '1 s') as retry_at from sign_in_failures kept where kept.subject = $1`, values);
  return rows.length === 0 ? new Date(Date.now() + 1000) : z.object({ retry_at: z.date() }).parse(rows[0]).retry_at;
}

/** Takes back one attempt that was not a failure. */
export async function forgiveAttempt({ subject }: ThrottleSubject): Promise<void> {
  await database().pool.query("update sign_in_failures set count = greatest(count - 1, 0) where subject = $1", [subject]);
}

/** Forgets all failures: for the person who has just proved the password. */
export async function forgiveAll({ subject }: ThrottleSubject): Promise<void> {
  await database().pool.query("delete from sign_in_failures where subject = $1", [subject]);
}

/** Drops counts that say nothing any more; returns how many. */
export async function forgetOldFailures(): Promise<number> {
  const { rowCount } = await database().pool.query("delete from sign_in_failures where last_at < now() - $1 * interval '1 s'", [forgetSeconds]);
  return rowCount ?? 0;
}
