import { z } from "zod";
import { roles } from "#lib/access/permissions";
import { sessionIdleMs } from "#lib/access/session-lifetime";
import type { Transaction } from "#lib/platform/database/client";

const userRow = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  created_at: z.date(),
  joined_at: z.date().nullable(),
  disabled_at: z.date().nullable(),
  invite_expires_at: z.date().nullable(),
  invited_by_name: z.string().nullable(),
  has_password: z.boolean(),
  has_single_sign_on: z.boolean(),
  has_totp: z.boolean(),
  open_sessions: z.number(),
  last_seen_at: z.date().nullable(),
});
export type UserRow = z.infer<typeof userRow>;

/** Everybody, newest first; or one, by the bare id. */
export async function userRows(db: Pick<Transaction, "$queryRaw">, id: string | null): Promise<UserRow[]> {
  const rows = await db.$queryRaw`
    select u.id, u.email, u.name, u.role, u.created_at, u.joined_at, u.disabled_at, u.invite_expires_at, i.name as invited_by_name,
           u.password_hash is not null as has_password, u.oidc_subject is not null as has_single_sign_on,
           exists (select from totp_factors f where f.user_id = u.id and f.confirmed_at is not null) as has_totp,
           (select count(*)::int from sessions s
             where s.user_id = u.id and u.disabled_at is null and s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - ${sessionIdleMs} * interval '1 ms') as open_sessions,
           (select max(s.last_seen_at) from sessions s where s.user_id = u.id) as last_seen_at
      from users u left join users i on i.id = u.invited_by
     where ${id}::uuid is null or u.id = ${id}::uuid
     order by u.id desc`;
  return z.array(userRow).parse(rows);
}
