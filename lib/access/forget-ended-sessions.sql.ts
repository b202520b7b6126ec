import { database } from "#lib/platform/database/client";

/** How long an ended session stays listed, in days. */
const keepDays = 30;

/** Drops sessions that ended long ago; returns how many. */
export async function forgetEndedSessions(): Promise<number> {
  const { rowCount } = await database().pool.query("delete from sessions where least(expires_at, revoked_at) < now() - $1 * interval '1 day'", [keepDays]);
  return rowCount ?? 0;
}
