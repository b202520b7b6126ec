import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { Problem } from "#lib/platform/problem";
import { presentUserById, userIdOf } from "./present-user.ts";
import { requireAnotherAdmin } from "#lib/access/require-another-admin";
import type { User } from "./user-shape.ts";

/** Shuts a person out: no sign-in, no session, and none of the API keys that they made. */
export const disableUser = command({
  permission: "team.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<User>> => {
    requireStepUp(actor);
    const uuid = userIdOf(id);
    if (actor.type === "user" && actor.id === uuid) throw new Problem("conflict", "Nobody disables their own account: another admin can.");
    const before = await presentUserById(tx, uuid, actor);
    if (before.state === "invited") throw new Problem("conflict", `${before.email} has not joined yet: withdraw the invitation instead.`);
    await requireAnotherAdmin(tx, uuid);
    const now = new Date();
    const { count } = await tx.user.updateMany({ where: { id: uuid, disabledAt: null }, data: { disabledAt: now } });
    const ended = await tx.session.updateMany({ where: { userId: uuid, revokedAt: null, expiresAt: { gt: now } }, data: { revokedAt: now } });
    return {
      output: await presentUserById(tx, uuid, actor),
      audit: count === 0 ? [] : { action: "user.disable", subjectType: "user", subjectId: uuid, details: { email: before.email, role: before.role, endedSessions: ended.count } },
    };
  },
});

/** Lets a disabled person in again; sessions that ended stay ended. */
export const enableUser = command({
  permission: "team.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<User>> => {
    requireStepUp(actor);
    const uuid = userIdOf(id);
    const { count } = await tx.user.updateMany({ where: { id: uuid, disabledAt: { not: null } }, data: { disabledAt: null } });
    const user = await presentUserById(tx, uuid, actor);
    return { output: user, audit: count === 0 ? [] : { action: "user.enable", subjectType: "user", subjectId: uuid, details: { email: user.email, role: user.role } } };
  },
});
