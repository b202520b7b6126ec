import { Problem } from "#lib/platform/problem";
import type { Actor } from "./actor.ts";
import { may } from "./may.ts";
import { type Permission, permissions } from "./permissions.ts";

/** Throws `Problem("forbidden")` that says what is missing. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  const { role, scope } = permissions[permission];
  if (actor.type === "apiKey") {
    throw new Problem("forbidden", scope === null ? "No API key may do this: sign in to the dashboard as an admin." : `This API key lacks the scope ${scope}: use a key that has it.`);
  }
  const held = actor.type === "user" ? ` Your role is ${actor.role}.` : "";
  throw new Problem("forbidden", `This needs the role ${role}.${held} Ask an admin to do it or to change your role.`);
}
