import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { Problem } from "#lib/platform/problem";
import { presentUserById, userIdOf } from "./present-user.ts";

/** Takes an invitation back: its link ends, and the person is gone from the team. */
export const revokeInvitation = command({
  permission: "team.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<null>> => {
    const uuid = userIdOf(id);
    const user = await presentUserById(tx, uuid, actor);
    const { count } = await tx.user.deleteMany({ where: { id: uuid, joinedAt: null } });
    if (count === 0) throw new Problem("conflict", `${user.name} has joined already: disable the account instead.`);
    return { output: null, audit: { action: "user.revokeInvitation", subjectType: "user", subjectId: uuid, details: { email: user.email, role: user.role } } };
  },
});
