import { z } from "zod";
import { csrfToken } from "#lib/access/csrf";
import { findLiveSession } from "#lib/access/find-session.sql";
import { may } from "#lib/access/may";
import { type Permission, permissions } from "#lib/access/permissions";
import { stepUpFreshMs } from "#lib/access/require-step-up";
import { signOutEverywhere } from "#lib/access/sign-out";
import { stepUp } from "#lib/access/step-up";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type Caller, defineRoute } from "./define-route.ts";
import { type Session, sessionShape } from "./session-shape.ts";

export const getSession = defineRoute({
  method: "GET",
  path: "/session",
  summary: "Who am I",
  permission: "signedIn",
  responses: { 200: sessionShape },
  run: async ({ actor }) => ({ status: 200, body: await describe(actor) }),
});

const proofInput = z
  .strictObject({ password: z.string().min(1, { error: "Your password." }).max(1024).optional(), code: z.string().min(1, { error: "The six digits that the app shows, or a recovery code." }).max(64).optional() })
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), { path: ["password"], error: "Either the password or a code." })
  .meta({ description: "Either of the two" });

export const stepUpSession = defineRoute({
  method: "POST",
  path: "/session/step-up",
  summary: "Prove again who is there",
  description: "With the password, or with a code of the authenticator app or a recovery code. Needed within the last 10 minutes before a key is revealed and for other dangerous steps. For people only.",
  permission: "session.own",
  idempotent: false,
  body: proofInput,
  responses: { 200: z.object({ steppedUpUntil: z.date() }) },
  run: async ({ actor, body }) => {
    const { until } = await stepUp(actor, body.code === undefined ? { password: body.password ?? "" } : { code: body.code });
    return { status: 200, body: { steppedUpUntil: until } };
  },
});

export const endEverySession = defineRoute({
  method: "POST",
  path: "/session/sign-out-everywhere",
  summary: "End every session of mine",
  permission: "session.own",
  idempotent: false,
  responses: { 200: z.object({ ended: z.number().int().meta({ description: "How many sessions, this one included" }) }) },
  run: async ({ actor }) => ({ status: 200, body: await signOutEverywhere(actor, {}) }),
});

async function describe(actor: Caller): Promise<Session> {
  const common = { type: actor.type, name: actor.name, permissions: permissionNames().filter((permission) => may(actor, permission)) };
  if (actor.type === "apiKey") {
    return { ...common, id: publicId("apiKey", actor.id), email: null, role: null, scopes: [...actor.scopes], csrfToken: null, expiresAt: null, steppedUpUntil: null };
  }
  const session = await findLiveSession(actor.sessionId);
  if (session === null) throw new Problem("not_signed_in", "This session has ended: sign in again.");
  return {
    ...common,
    id: publicId("user", actor.id),
    email: session.email,
    role: actor.role,
    scopes: null,
    csrfToken: csrfToken(actor.sessionId),
    expiresAt: session.expiresAt,
    steppedUpUntil: session.steppedUpAt === null ? null : new Date(session.steppedUpAt.getTime() + stepUpFreshMs),
  };
}

function permissionNames(): Permission[] {
  return Object.keys(permissions).filter((name): name is Permission => Object.hasOwn(permissions, name));
}
