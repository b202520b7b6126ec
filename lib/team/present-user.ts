import type { Actor } from "#lib/access/actor";
import type { Transaction } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type UserRow, userRows } from "./user-rows.sql.ts";
import type { User, UserState } from "./user-shape.ts";

export function presentUser(row: UserRow, reader: Actor, nowMs: number = Date.now()): User {
  return {
    id: publicId("user", row.id),
    email: row.email,
    name: row.name,
    role: row.role,
    state: stateOf(row),
    you: reader.type === "user" && reader.id === row.id,
    createdAt: row.created_at.toISOString(),
    joinedAt: row.joined_at?.toISOString() ?? null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    openSessions: row.open_sessions,
    hasPassword: row.has_password,
    hasSingleSignOn: row.has_single_sign_on,
    hasTotp: row.has_totp,
    invitation: row.joined_at !== null || row.invite_expires_at === null ? null : { expiresAt: row.invite_expires_at.toISOString(), isExpired: row.invite_expires_at.getTime() <= nowMs, invitedBy: row.invited_by_name },
  };
}

/** A person as they are now, inside the caller's transaction. */
export async function presentUserById(tx: Transaction, id: string, reader: Actor): Promise<User> {
  const [row] = await userRows(tx, id);
  if (row === undefined) throw userNotFound();
  return presentUser(row, reader);
}

/** The bare id, for a lookup. Throws `Problem("not_found")` for what can be nobody's. */
export function userIdOf(id: string): string {
  const uuid = parsePublicId("user", id);
  if (uuid === null) throw userNotFound();
  return uuid;
}

export function userNotFound(): Problem {
  return new Problem("not_found", "There is nobody with this id: look at the team page, an invitation that was withdrawn is gone.");
}

function stateOf(row: UserRow): UserState {
  if (row.joined_at === null) return "invited";
  return row.disabled_at === null ? "active" : "disabled";
}
