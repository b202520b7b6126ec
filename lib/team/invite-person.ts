import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { emailInput, personNameInput } from "#lib/access/email";
import { roles } from "#lib/access/permissions";
import { requireStepUp } from "#lib/access/require-step-up";
import { newId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type InvitationLink, type NewInvitation, newInvitation, sendInvitation } from "./invitation.ts";
import { presentUserById } from "./present-user.ts";
import type { User } from "./user-shape.ts";

/** Body of `POST /users`. */
export const inviteInput = z.strictObject({
  email: emailInput,
  name: personNameInput.optional().meta({ description: "Left out: the address, until the person says it" }),
  role: z.enum(roles, { error: `One of ${roles.join(", ")}.` }),
});

const insertInvited = command({
  permission: "team.write",
  input: inviteInput,
  run: async ({ actor, tx }, { email, name = email, role }): Promise<CommandResult<{ readonly user: User; readonly invitation: NewInvitation }>> => {
    requireStepUp(actor);
    const [id, invitation] = [newId(), newInvitation()];
    const invitedBy = actor.type === "user" ? actor.id : null;
    const made = await tx.user.createMany({ data: [{ id, email, name, role, joinedAt: null, inviteTokenHash: invitation.tokenHash, inviteExpiresAt: invitation.expiresAt, invitedBy }], skipDuplicates: true });
    if (made.count === 0) throw new Problem("conflict", `${email} has an account or an invitation already: look for it on the team page.`);
    return {
      output: { user: await presentUserById(tx, id, actor), invitation },
      audit: { action: "user.invite", subjectType: "user", subjectId: id, details: { email, name, role, expiresAt: invitation.expiresAt.toISOString() } },
    };
  },
});

/** Makes an account that its person completes by a one-time link; the link is in this one answer only. */
export async function invitePerson(actor: Actor, input: z.input<typeof inviteInput>): Promise<{ readonly user: User; readonly link: InvitationLink }> {
  const { user, invitation } = await insertInvited(actor, input);
  return { user, link: await sendInvitation(invitation, { email: user.email, invitedBy: actor.name }) };
}
