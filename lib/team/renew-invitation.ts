import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { Problem } from "#lib/platform/problem";
import { type InvitationLink, type NewInvitation, newInvitation, sendInvitation } from "./invitation.ts";
import { presentUserById, userIdOf } from "./present-user.ts";
import type { User } from "./user-shape.ts";

const replaceToken = command({
  permission: "team.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<{ readonly user: User; readonly invitation: NewInvitation }>> => {
    requireStepUp(actor);
    const uuid = userIdOf(id);
    const invitation = newInvitation();
    // Under the condition that nobody has joined by the former link meanwhile.
    const { count } = await tx.user.updateMany({ where: { id: uuid, joinedAt: null }, data: { inviteTokenHash: invitation.tokenHash, inviteExpiresAt: invitation.expiresAt } });
    const user = await presentUserById(tx, uuid, actor);
    if (count === 0) throw new Problem("conflict", `${user.name} has joined already: there is nothing to invite to.`);
    return { output: { user, invitation }, audit: { action: "user.renewInvitation", subjectType: "user", subjectId: uuid, details: { email: user.email, expiresAt: invitation.expiresAt.toISOString() } } };
  },
});

/** A new link for somebody who is invited; the one before it ends at once. */
export async function renewInvitation(actor: Actor, id: string): Promise<{ readonly user: User; readonly link: InvitationLink }> {
  const { user, invitation } = await replaceToken(actor, { id });
  return { user, link: await sendInvitation(invitation, { email: user.email, invitedBy: actor.name }) };
}
