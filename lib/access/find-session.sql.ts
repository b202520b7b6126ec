import { z } from "zod";
import { database } from "#lib/platform/database/client";
import { roles } from "./permissions.ts";
import { lastSeenGrainMs, sessionIdleMs } from "./session-lifetime.ts";

const liveSession = z.object({
  session_id: z.string(),
  user_id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  expires_at: z.date(),
  stepped_up_at: z.date().nullable(),
  is_stale: z.boolean(),
});

export interface LiveSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: z.infer<typeof liveSession>["role"];
  readonly expiresAt: Date;
  readonly steppedUpAt: Date | null;
}

/** The session if it may still be used now: not ended, not expired, not idle for too long, its user not disabled. */
export async function findLiveSession(sessionId: string): Promise<LiveSession | null> {
  const { pool } = database();
  const { rows } = await pool.query(
    `select s.id as session_id, s.user_id, u.name, u.email, u.role, s.expires_at, s.stepped_up_at,
            s.last_seen_at < now() - $3 * interval '1 ms' as is_stale
       from sessions s join users u on u.id = s.user_id
      where s.id = $1 and s.revoked_at is null and s.expires_at > now()
        and s.last_seen_at > now() - $2 * interval '1 ms' and u.disabled_at is null`,
    [sessionId, sessionIdleMs, lastSeenGrainMs],
  );
  if (rows.length === 0) return null;
  const row = liveSession.parse(rows[0]);
  if (row.is_stale) await pool.query("update sessions set last_seen_at = now() where id = $1 and last_seen_at < now()", [sessionId]);
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at,
    steppedUpAt: row.stepped_up_at,
  };
}
