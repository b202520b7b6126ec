import { randomInt } from "node:crypto";
import { cleanAnswer } from "#lib/endpoints/clean-answer";
import { newId } from "#lib/platform/ids";
import type { OutboundRequest, OutboundResult } from "#lib/platform/outbound/exchange";
import type { Claimed } from "./claim.sql.ts";
import type { DatabaseClock } from "./database-clock.ts";
import { type DeliveryMessage, deliveryMessage, needsEnvelope } from "./delivery-message.ts";
import { judge, type Judgement } from "./judge.ts";
import type { DeliveryRecord } from "./record.sql.ts";
import { lastAttemptAfterMs } from "./schedule.ts";
import type { Target } from "./target.ts";

export interface AttemptParts {
  readonly send: (request: OutboundRequest) => Promise<OutboundResult>;
  readonly clock: DatabaseClock;
  /** For an event whose normalised form nobody wanted when it came. */
  readonly snapshotOf: (eventId: string) => Promise<string | null>;
}

export interface Attempted {
  readonly record: DeliveryRecord;
  /** `null`: nothing was sent. */
  readonly judgement: Judgement | null;
}

/** One POST to a target, and what becomes of the delivery by it. Rejects when the database is away before it was sent. */
export async function attempt({ send, clock, snapshotOf }: AttemptParts, delivery: Claimed, target: Target): Promise<Attempted> {
  const claimed = delivery.envelope === null && delivery.source !== null && needsEnvelope(delivery, target) ? { ...delivery, envelope: await snapshotOf(delivery.eventId) } : delivery;
  if (claimed.source === null || (claimed.envelope === null && needsEnvelope(claimed, target))) return { record: unsendable(claimed, "gone"), judgement: null };
  const startedAtMs = clock.nowMs();
  if (claimed.firstAttemptAtMs !== null && startedAtMs - claimed.firstAttemptAtMs > lastAttemptAfterMs) return { record: unsendable(claimed, "too_late"), judgement: null };
  const message = deliveryMessage(claimed, target, startedAtMs);
  const result = await send({ method: "POST", url: target.url, headers: message.headers, body: message.body });
  const judgement = judge(result, {
    scheduleSeconds: target.scheduleSeconds,
    tries: claimed.attemptCount - claimed.attemptsBefore + 1,
    firstAttemptAtMs: claimed.firstAttemptAtMs ?? startedAtMs,
    nowMs: clock.nowMs(),
    random: randomInt(1_000_001) / 1_000_000,
  });
  return { record: recordOf(claimed, message, { ...result, ...cleanAnswer(result, target.headers) }, judgement, startedAtMs), judgement };
}

/** The end of a delivery that cannot be sent. */
export function unsendable({ id, leaseToken }: Claimed, reason: "gone" | "not_sendable" | "too_late"): DeliveryRecord {
  return { id, leaseToken, status: "failed", delayMs: null, lastStatusCode: null, lastError: reason, attempt: null };
}

function recordOf({ id, leaseToken }: Claimed, message: DeliveryMessage, result: OutboundResult, { status, delayMs }: Judgement, startedAtMs: number): DeliveryRecord {
  return {
    id,
    leaseToken,
    status,
    delayMs,
    lastStatusCode: result.statusCode,
    lastError: result.error,
    attempt: {
      // Made when it is recorded: open pages read attempts in the order of their ids.
      id: newId(),
      startedAtMs,
      durationMs: result.durationMs,
      timings: result.timings,
      error: result.error,
      errorDetail: result.detail?.replaceAll("\0", "") ?? null,
      requestHeaders: message.shownHeaders,
      responseHeaders: JSON.stringify(result.headers),
      responseBody: result.body,
      responseTruncated: result.truncated,
    },
  };
}
