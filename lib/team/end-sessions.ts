import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { presentUserById, userIdOf } from "./present-user.ts";

/** Signs a person out of every browser; they may sign in again. */
export const endSessions = command({
  permission: "team.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<{ readonly ended: number }>> => {
    const uuid = userIdOf(id);
    const user = await presentUserById(tx, uuid, actor);
    const now = new Date();
    const { count } = await tx.session.updateMany({ where: { userId: uuid, revokedAt: null, expiresAt: { gt: now } }, data: { revokedAt: now } });
    return { output: { ended: count }, audit: { action: "user.endSessions", subjectType: "user", subjectId: uuid, details: { email: user.email, ended: count } } };
  },
});
