import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import type { Page } from "#lib/platform/keyset";
import { presentUser, userIdOf, userNotFound } from "./present-user.ts";
import { userRows } from "./user-rows.sql.ts";
import type { User } from "./user-shape.ts";

/** Everybody, whoever is invited or disabled too, newest first; all on one page. */
export async function listUsers(actor: Actor): Promise<Page<User>> {
  requirePermission(actor, "team.read");
  const rows = await userRows(database().prisma, null);
  return { data: rows.map((row) => presentUser(row, actor)), nextCursor: null };
}

export async function getUser(actor: Actor, id: string): Promise<User> {
  requirePermission(actor, "team.read");
  const [row] = await userRows(database().prisma, userIdOf(id));
  if (row === undefined) throw userNotFound();
  return presentUser(row, actor);
}
