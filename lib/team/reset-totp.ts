import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { presentUserById, userIdOf } from "./present-user.ts";
import type { User } from "./user-shape.ts";

/** Takes the authenticator app and the recovery codes from somebody who lost them; their password alone signs in until they add one again. */
export const resetTotp = command({
  permission: "team.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<User>> => {
    requireStepUp(actor);
    const uuid = userIdOf(id);
    const before = await presentUserById(tx, uuid, actor);
    await tx.totpFactor.deleteMany({ where: { userId: uuid } });
    await tx.recoveryCode.deleteMany({ where: { userId: uuid } });
    return { output: await presentUserById(tx, uuid, actor), audit: before.hasTotp ? { action: "user.resetTotp", subjectType: "user", subjectId: uuid, details: { email: before.email } } : [] };
  },
});
