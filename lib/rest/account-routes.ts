import { z } from "zod";
import { accountShape, ownSessionShape } from "#lib/account/account-shape";
import { accountChanges, changePassword, newPasswordInput, renameSelf } from "#lib/account/change-account";
import { getAccount } from "#lib/account/own-account";
import { endOtherSessions, endOwnSession, listOwnSessions } from "#lib/account/own-sessions";
import { confirmTotp, removeTotp, renewRecoveryCodes, startTotp, totpCodeInput } from "#lib/account/own-totp";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const stepUpNote = "Needs a password or code confirmed within the last minutes (POST /session/step-up).";
const recoveryCodesShape = z.object({ recoveryCodes: z.array(z.string()).meta({ description: "Each signs in once in place of the app; told in this one answer only" }) });

export const getAccountRoute = defineRoute({
  method: "GET",
  path: "/account",
  summary: "My account",
  permission: "session.own",
  responses: { 200: accountShape },
  run: async ({ actor }) => ({ status: 200, body: await getAccount(actor) }),
});

export const renameSelfRoute = defineRoute({
  method: "PATCH",
  path: "/account",
  summary: "Change my name",
  permission: "session.own",
  body: accountChanges,
  responses: { 200: accountShape },
  run: async ({ actor, body }) => ({ status: 200, body: await renameSelf(actor, body) }),
});

export const changePasswordRoute = defineRoute({
  method: "POST",
  path: "/account/password",
  summary: "Change my password",
  description: `Ends my other sessions. ${stepUpNote} Whoever has neither a password nor an authenticator app yet needs a sign-in within the last minutes instead.`,
  permission: "session.own",
  idempotent: false,
  body: newPasswordInput,
  responses: { 200: z.object({ endedSessions: z.number().int() }) },
  run: async ({ actor, body }) => ({ status: 200, body: await changePassword(actor, body) }),
});

export const listOwnSessionsRoute = defineRoute({
  method: "GET",
  path: "/account/sessions",
  summary: "Browsers in which I am signed in",
  description: "The latest seen first; all on one page.",
  permission: "session.own",
  responses: { 200: page(ownSessionShape) },
  run: async ({ actor }) => ({ status: 200, body: await listOwnSessions(actor) }),
});

export const endOwnSessionRoute = defineRoute({
  method: "DELETE",
  path: "/account/sessions/{id}",
  summary: "Sign one of my browsers out",
  permission: "session.own",
  params: z.object({ id: z.string().meta({ description: "ses_…" }) }),
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await endOwnSession(actor, { id }) }),
});

export const endOtherSessionsRoute = defineRoute({
  method: "POST",
  path: "/account/sessions/end-others",
  summary: "Sign out everywhere else",
  permission: "session.own",
  idempotent: false,
  responses: { 200: z.object({ ended: z.number().int() }) },
  run: async ({ actor }) => ({ status: 200, body: await endOtherSessions(actor, {}) }),
});

export const startTotpRoute = defineRoute({
  method: "POST",
  path: "/account/totp",
  summary: "Begin to add an authenticator app",
  description: `Answers with a secret for the app (RFC 6238: SHA-1, 6 digits, 30 s); nothing changes until its first code is confirmed. ${stepUpNote} 409 while there is one.`,
  permission: "session.own",
  idempotent: false,
  responses: { 201: z.object({ secret: z.string().meta({ description: "Base 32, to type" }), uri: z.string().meta({ description: "otpauth://…, for a QR code" }) }) },
  run: async ({ actor }) => ({ status: 201, body: await startTotp(actor, {}) }),
});

export const confirmTotpRoute = defineRoute({
  method: "POST",
  path: "/account/totp/confirm",
  summary: "Confirm the authenticator app",
  description: "With its first code. From now on signing in by password asks for a code.",
  permission: "session.own",
  idempotent: false,
  body: totpCodeInput,
  responses: { 200: recoveryCodesShape },
  run: async ({ actor, body }) => ({ status: 200, body: { recoveryCodes: [...(await confirmTotp(actor, body)).recoveryCodes] } }),
});

export const removeTotpRoute = defineRoute({
  method: "DELETE",
  path: "/account/totp",
  summary: "Remove the authenticator app",
  description: stepUpNote,
  permission: "session.own",
  responses: { 204: z.null() },
  run: async ({ actor }) => ({ status: 204, body: await removeTotp(actor, {}) }),
});

export const renewRecoveryCodesRoute = defineRoute({
  method: "POST",
  path: "/account/recovery-codes",
  summary: "New recovery codes",
  description: `Those before end. ${stepUpNote}`,
  permission: "session.own",
  idempotent: false,
  responses: { 200: recoveryCodesShape },
  run: async ({ actor }) => ({ status: 200, body: { recoveryCodes: [...(await renewRecoveryCodes(actor, {})).recoveryCodes] } }),
});
