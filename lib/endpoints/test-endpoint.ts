import type { Actor } from "#lib/access/actor";
import { writeAudited } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { newId, publicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import type { OutboundResult } from "#lib/platform/outbound/exchange";
import { outbound } from "#lib/platform/outbound/outbound";
import { signDelivery } from "#lib/signing/sign-delivery";
import { cleanAnswer } from "./clean-answer.ts";
import type { EndpointTest } from "./endpoint-shape.ts";
import { endpointNotFound, findEndpoint } from "./find-endpoint.ts";
import { openEndpoint, secretsAt } from "./open-endpoint.ts";
import { readEndpointRow } from "./open-endpoints.sql.ts";
import { testEventType, testMessage } from "./test-message.ts";

/** Sends a signed test event now and shows what came back. It is no delivery: nothing is kept, nothing is tried again. */
export async function testEndpoint(actor: Actor, id: string): Promise<EndpointTest> {
  requirePermission(actor, "endpoints.test");
  const { id: uuid } = await findEndpoint(database().prisma, id);
  const row = await readEndpointRow(database().pool, uuid);
  if (row === null) throw endpointNotFound();
  const endpoint = openEndpoint(row, installation().ring);
  const nowMs = systemClock.now();
  const eventId = publicId("event", newId());
  const text = testMessage(eventId, new Date(nowMs).toISOString());
  const body = Buffer.from(text, "utf8");
  const signed = signDelivery({ id: eventId, timestampSeconds: Math.floor(nowMs / 1000), body, secrets: secretsAt(endpoint, nowMs), format: endpoint.format });
  const ours = { "content-type": "application/json", "user-agent": "Countersign", "countersign-event": testEventType, "countersign-attempt": "1", "countersign-test": "true", ...signed };
  const result = await outbound().send({ method: "POST", url: endpoint.url, headers: { ...Object.fromEntries(endpoint.headers), ...ours }, body });
  const shown = [...Object.entries(ours), ...endpoint.headers.map(([name]) => [name, "***"] as const)];
  const output = presentTest({ ...result, ...cleanAnswer(result, endpoint.headers) }, shown, text);
  return writeAudited(actor, () => {
    const { ok, statusCode, error } = output;
    return Promise.resolve({ output, audit: { action: "endpoint.test", subjectType: "endpoint", subjectId: uuid, details: { event: eventId, ok, statusCode, error } } });
  });
}

function presentTest(result: OutboundResult, requestHeaders: readonly (readonly [string, string])[], requestBody: string): EndpointTest {
  const { error, statusCode, detail } = result;
  const ok = error === null && statusCode !== null && statusCode >= 200 && statusCode < 300;
  return {
    ok,
    statusCode,
    error,
    says: saysOf(ok, statusCode, detail),
    durationMs: result.durationMs,
    timings: result.timings,
    requestHeaders: requestHeaders.map(([name, value]) => [name, value]),
    requestBody,
    responseHeaders: result.headers.map(([name, value]) => [name, value]),
    responseBody: Buffer.from(result.body).toString("utf8"),
    responseTruncated: result.truncated,
  };
}

function saysOf(ok: boolean, statusCode: number | null, detail: string | null): string {
  if (detail !== null) return detail;
  const status = String(statusCode);
  if (ok) return `The receiver answered ${status}: deliveries to it would be done.`;
  if (statusCode !== null && statusCode >= 300 && statusCode < 400) return `The receiver answered ${status}, a redirect, which is not followed: enter the URL that it leads to.`;
  if (statusCode === 401 || statusCode === 403) return `The receiver answered ${status}: it may not know the secret, or want a header of its own.`;
  if (statusCode === 410) return "The receiver answered 410: a delivery that is answered so disables the endpoint.";
  return `The receiver answered ${status}: a delivery would be tried again.`;
}
