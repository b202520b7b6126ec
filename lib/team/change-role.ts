import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { roles } from "#lib/access/permissions";
import { requireStepUp } from "#lib/access/require-step-up";
import { Problem } from "#lib/platform/problem";
import { presentUserById, userIdOf } from "./present-user.ts";
import { requireAnotherAdmin } from "#lib/access/require-another-admin";
import type { User } from "./user-shape.ts";

/** Body of `PATCH /users/{id}`. */
export const userChanges = z.strictObject({ role: z.enum(roles, { error: `One of ${roles.join(", ")}.` }) });

/** Gives a person another role; their sessions have it at the next request. */
export const changeRole = command({
  permission: "team.write",
  input: userChanges.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, role }): Promise<CommandResult<User>> => {
    requireStepUp(actor);
    const uuid = userIdOf(id);
    if (actor.type === "user" && actor.id === uuid) throw new Problem("conflict", "Nobody changes their own role: another admin can.");
    const before = await presentUserById(tx, uuid, actor);
    if (before.role === role) return { output: before, audit: [] };
    if (role !== "admin") await requireAnotherAdmin(tx, uuid);
    // Under the same condition as it was judged by, so that the audit's "before" is true.
    const { count } = await tx.user.updateMany({ where: { id: uuid, role: before.role }, data: { role } });
    if (count === 0) throw new Problem("conflict", "Somebody else changed this role at the same moment: look at it again.");
    return {
      output: await presentUserById(tx, uuid, actor),
      audit: { action: "user.changeRole", subjectType: "user", subjectId: uuid, details: { email: before.email, before: { role: before.role }, after: { role } } },
    };
  },
});
