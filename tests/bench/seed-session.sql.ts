import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { Pool } from "pg";
import { newId } from "#lib/platform/ids";

/** A person who may see everything, and the cookie of a session of theirs. */
export async function seedSession(pool: Pool, sessionSecret: string): Promise<string> {
  const [userId, sessionId] = [newId(), newId()];
  await pool.query("insert into users (id, email, name, role) values ($1, $2, 'Bench', 'admin')", [userId, `bench-${randomUUID()}@example.com`]);
  await pool.query("insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 hour')", [sessionId, userId]);
  return `next-auth.session-token=${await encode({ token: { sid: sessionId }, secret: sessionSecret })}`;
}
