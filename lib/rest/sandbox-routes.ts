import { z } from "zod";
import { createSession, newSessionInput } from "#lib/sandbox/create-session";
import { getSession, listSessions, sessionsQuery } from "#lib/sandbox/read-sessions";
import { sourceTestInput, sourceTestShape } from "#lib/sandbox/source-test";
import { testSource } from "#lib/sandbox/test-source";
import { sandboxSessionRow, sandboxSessionShape } from "#lib/sandbox/session-shape";
import { challengeInput, endChallenge, operateSession, operationInput, payInput, paySession } from "#lib/sandbox/take-step";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "sbx_…" }) });

export const listSandboxSessionsRoute = defineRoute({
  method: "GET",
  path: "/sandbox/sessions",
  summary: "Checkouts of the sandbox",
  description: "Newest first. The sandbox plays a provider's hosted checkout for a test source.",
  permission: "sandbox.use",
  query: sessionsQuery,
  responses: { 200: page(sandboxSessionRow) },
  run: async ({ actor, query }) => ({ status: 200, body: await listSessions(actor, query) }),
});

export const createSandboxSessionRoute = defineRoute({
  method: "POST",
  path: "/sandbox/sessions",
  summary: "Open a checkout for a test source",
  description: "409 for a live source, and for one that has no key. Nothing is sent until somebody pays.",
  permission: "sandbox.use",
  body: newSessionInput,
  responses: { 201: sandboxSessionShape },
  run: async ({ actor, body }) => ({ status: 201, body: await createSession(actor, body) }),
});

export const getSandboxSessionRoute = defineRoute({
  method: "GET",
  path: "/sandbox/sessions/{id}",
  summary: "One checkout with all that was sent and answered",
  permission: "sandbox.use",
  params,
  responses: { 200: sandboxSessionShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getSession(actor, id) }),
});

export const paySandboxSessionRoute = defineRoute({
  method: "POST",
  path: "/sandbox/sessions/{id}/pay",
  summary: "Pay with a test card",
  description: "Signs the provider's messages by the source's newest key and sends them over HTTP to this installation's own door; with Praxis the validation first. 409 for a session that was paid.",
  permission: "sandbox.use",
  params,
  body: payInput,
  responses: { 200: sandboxSessionShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await paySession(actor, id, body) }),
});

export const endSandboxChallengeRoute = defineRoute({
  method: "POST",
  path: "/sandbox/sessions/{id}/challenge",
  summary: "Pass or fail the bank's check",
  description: "After a payment with the 3-D Secure card.",
  permission: "sandbox.use",
  params,
  body: challengeInput,
  responses: { 200: sandboxSessionShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await endChallenge(actor, id, body) }),
});

export const operateSandboxSessionRoute = defineRoute({
  method: "POST",
  path: "/sandbox/sessions/{id}/operations",
  summary: "Capture, refund, void or charge back",
  description: "Sends what the provider sends then. 409 with the reason where it is not possible; actions of the session tells what is.",
  permission: "sandbox.use",
  params,
  body: operationInput,
  responses: { 200: sandboxSessionShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await operateSession(actor, id, body) }),
});

export const testSourceRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/test",
  summary: "Send a test source what its provider would send",
  description: "A story or one message, signed by the source's newest key and sent to our own door over real HTTP, without waiting and without retries. 409 for a live source: what is made up never stands beside real money.",
  permission: "sources.test",
  params: z.object({ id: z.string().meta({ description: "src_…" }) }),
  body: sourceTestInput,
  responses: { 200: sourceTestShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await testSource(actor, id, body) }),
});
