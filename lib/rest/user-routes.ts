import { z } from "zod";
import { remoteAddress } from "#lib/access/remote-address";
import { publicId } from "#lib/platform/ids";
import { acceptInput, acceptInvitation } from "#lib/team/accept-invitation";
import { changeRole, userChanges } from "#lib/team/change-role";
import { disableUser, enableUser } from "#lib/team/disable-user";
import { endSessions } from "#lib/team/end-sessions";
import { inviteInput, invitePerson } from "#lib/team/invite-person";
import { getUser, listUsers } from "#lib/team/list-users";
import { renewInvitation } from "#lib/team/renew-invitation";
import { resetTotp } from "#lib/team/reset-totp";
import { revokeInvitation } from "#lib/team/revoke-invitation";
import { invitationLinkShape, userShape } from "#lib/team/user-shape";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";
import { secret } from "./secret-members.ts";

const params = z.object({ id: z.string().meta({ description: "usr_…" }) });
const invitedShape = z.object({ user: userShape, link: invitationLinkShape.extend({ url: secret(invitationLinkShape.shape.url) }) }).meta({ id: "Invitation" });
const stepUpNote = "Needs a password or code confirmed within the last minutes (POST /session/step-up).";

export const listUsersRoute = defineRoute({
  method: "GET",
  path: "/users",
  summary: "The team",
  description: "Newest first, invited and disabled people included; all on one page.",
  permission: "team.read",
  responses: { 200: page(userShape) },
  run: async ({ actor }) => ({ status: 200, body: await listUsers(actor) }),
});

export const inviteUserRoute = defineRoute({
  method: "POST",
  path: "/users",
  summary: "Invite a person",
  description: `Answers with a link that works once within seven days, and mails it where SMTP_URL is set. ${stepUpNote} 409 where the address has an account.`,
  permission: "team.write",
  body: inviteInput,
  responses: { 201: invitedShape },
  run: async ({ actor, body }) => ({ status: 201, body: await invitePerson(actor, body) }),
});

export const getUserRoute = defineRoute({
  method: "GET",
  path: "/users/{id}",
  summary: "A person of the team",
  permission: "team.read",
  params,
  responses: { 200: userShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getUser(actor, id) }),
});

export const updateUserRoute = defineRoute({
  method: "PATCH",
  path: "/users/{id}",
  summary: "Change a person's role",
  description: `Holds at their next request. 409 for one's own role and for the only admin. ${stepUpNote}`,
  permission: "team.write",
  params,
  body: userChanges,
  responses: { 200: userShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await changeRole(actor, { ...body, id }) }),
});

export const disableUserRoute = defineRoute({
  method: "POST",
  path: "/users/{id}/disable",
  summary: "Shut a person out",
  description: `Ends their sessions and stops the API keys that they made. 409 for oneself and for the only admin. ${stepUpNote}`,
  permission: "team.write",
  params,
  responses: { 200: userShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await disableUser(actor, { id }) }),
});

export const enableUserRoute = defineRoute({
  method: "POST",
  path: "/users/{id}/enable",
  summary: "Let a disabled person in again",
  description: `Their API keys work again, too. ${stepUpNote}`,
  permission: "team.write",
  params,
  responses: { 200: userShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await enableUser(actor, { id }) }),
});

export const endUserSessionsRoute = defineRoute({
  method: "POST",
  path: "/users/{id}/end-sessions",
  summary: "Sign a person out everywhere",
  permission: "team.write",
  params,
  responses: { 200: z.object({ ended: z.number().int() }) },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await endSessions(actor, { id }) }),
});

export const resetTotpRoute = defineRoute({
  method: "POST",
  path: "/users/{id}/reset-totp",
  summary: "Take away a lost authenticator app",
  description: `Removes the app and its recovery codes: the password alone signs in until a new one is added. ${stepUpNote}`,
  permission: "team.write",
  params,
  responses: { 200: userShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await resetTotp(actor, { id }) }),
});

export const renewInvitationRoute = defineRoute({
  method: "POST",
  path: "/users/{id}/invitation",
  summary: "Make a new link for an invited person",
  description: `The former link ends. ${stepUpNote}`,
  permission: "team.write",
  params,
  responses: { 201: invitedShape },
  run: async ({ actor, params: { id } }) => ({ status: 201, body: await renewInvitation(actor, id) }),
});

export const revokeInvitationRoute = defineRoute({
  method: "DELETE",
  path: "/users/{id}/invitation",
  summary: "Withdraw an invitation",
  description: "409 once the person has joined.",
  permission: "team.write",
  params,
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await revokeInvitation(actor, { id }) }),
});

export const acceptInvitationRoute = defineRoute({
  method: "POST",
  path: "/invitations/accept",
  summary: "Accept an invitation",
  description: "With the token of the one-time link, a name and a password. Works once.",
  permission: null,
  body: acceptInput,
  responses: { 201: z.object({ id: z.string(), email: z.string() }) },
  run: async ({ body, request }) => {
    const { userId, email } = await acceptInvitation(body, remoteAddress(request.headers));
    return { status: 201, body: { id: publicId("user", userId), email } };
  },
});
