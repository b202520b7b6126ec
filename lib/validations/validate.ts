import { idBeside, idTime, newId } from "#lib/platform/ids";
import type { Answer, ProviderId } from "#lib/providers/provider";
import { providerById } from "#lib/providers/registry";
import { bodyTooLarge, encodedBody, greeting, methodNotAllowed, tooManyFailures, unknownSource } from "#lib/receiving/door-answer";
import { type Arrival, judge, judgeAgain, type Judged } from "#lib/receiving/judge-request";
import { headerMap } from "#lib/receiving/kept-headers";
import { keyedHash } from "#lib/receiving/keyed-hash";
import type { OpenSource } from "#lib/receiving/open-source";
import { isOnlyCounted, type ObservedOutcome, type ReceiveInput, type ReceiverParts, tokenForm } from "#lib/receiving/receive";
import { bodilessRow, requestRow } from "#lib/receiving/request-row";
import type { RequestToStore } from "#lib/receiving/stored-request";
import { candidate, type Said } from "./candidate.ts";
import { limits } from "./condition-shape.ts";
import { answerBy, late, unlessLate } from "./deadline.ts";
import { decide, type DeciderParts, fallbackOf, type Outcome } from "./decide.ts";
import type { OpenRules } from "./open-rules.ts";
import { readAttempt } from "./read-attempt.ts";
import type { RuleCache } from "./rule-cache.ts";

export type ValidateInput = Omit<ReceiveInput, "kind"> & {
  /** When the first of the request was seen, by `performance.now()`: the deadline counts from it. */
  readonly firstByteMs: number;
};

export interface ValidatorParts extends DeciderParts {
  readonly receiving: ReceiverParts;
  readonly rules: RuleCache;
  /** Stores a call whose answer has left. */
  readonly keep: (row: RequestToStore) => void;
  readonly onAnswer: (said: Said, fallbackUsed: boolean, seconds: number) => void;
}

interface Handled {
  readonly answer: Answer;
  readonly outcome: ObservedOutcome;
  readonly provider: ProviderId | "unknown";
}

/** A POST on its way, and until when its answer has to leave. */
interface Call extends Arrival {
  readonly body: Uint8Array | "too_large";
  readonly firstByteMs: number;
  /** By the source's own deadline, as far as it is known. */
  readonly byMs: number;
}

/**
 * The door of validations: source → verify over the exact bytes → decide → the provider's answer, before the deadline
 * whatever breaks. What is stored of refused calls is stored behind the answer. Never rejects.
 */
export function createValidate(parts: ValidatorParts): (input: ValidateInput) => Promise<Answer> {
  return async (input) => {
    if (input.method === "GET" || input.method === "HEAD") return greeting();
    if (input.method !== "POST") return methodNotAllowed();
    const { receiving } = parts;
    const receivedAtMs = receiving.nowMs();
    const waitSeconds = receiving.addressCap.waitSeconds(input.remoteAddress, receivedAtMs);
    const handled = await take(parts, { ...input, kind: "validation", receivedAtMs, waitSeconds, byMs: answerBy(input.firstByteMs, deadlineAsKnown(parts, input.token)) });
    receiving.observe(handled.provider, handled.outcome, (performance.now() - input.firstByteMs) / 1000);
    if (handled.outcome !== "rejected" && handled.outcome !== "unknown_source") return handled.answer;
    receiving.addressCap.count(input.remoteAddress, receivedAtMs);
    return waitSeconds > 0 ? tooManyFailures(waitSeconds) : handled.answer;
  };
}

/** A body that is being read, or `late` when its source's answer has to leave. One that came with its head is read at any time. */
export function bodyInTime<Body>(parts: ValidatorParts, token: string, firstByteMs: number, body: Promise<Body>): Promise<Body | typeof late> {
  return unlessLate(body, Math.max(answerBy(firstByteMs, deadlineAsKnown(parts, token)), performance.now() + 1));
}

/** The deadline of a token's source, as far as this process knows it without asking the database. */
function deadlineAsKnown({ receiving, rules }: ValidatorParts, token: string): number {
  const source = tokenForm.test(token) ? receiving.lastKnownSource(token) : null;
  return (source === null ? null : rules.lastKnown(source.id))?.active?.body.deadlineMs ?? limits.deadlineMs.usual;
}

async function take(parts: ValidatorParts, call: Call): Promise<Handled> {
  try {
    const found = tokenForm.test(call.token) ? await unlessLate(parts.receiving.findSource(call.token), call.byMs) : null;
    const source = found === late ? parts.receiving.lastKnownSource(call.token) : found;
    if (source === null && found === late) return keysUnknown(call);
    // A source whose provider never asks has no such address.
    if (source?.provider.validations === undefined) return { answer: call.body === "too_large" ? bodyTooLarge(parts.receiving.bodyLimitBytes) : unknownSource(), outcome: "unknown_source", provider: "unknown" };
    return { ...(await takeFor(parts, source, call)), provider: source.provider.id };
  } catch (error) {
    parts.log.error({ err: error }, "a validation was answered 503: its source could not be read");
    return keysUnknown(call);
  }
}

/** Nothing can be signed; a negative status declines with the provider's own words. */
function keysUnknown({ receivedAtMs }: Call): Handled {
  return { answer: providerById("praxis").answer({ settings: { merchantId: "-", applicationKey: "-" }, outcome: { kind: "unavailable" }, secret: null, nowSeconds: Math.floor(receivedAtMs / 1000) }), outcome: "unavailable", provider: "unknown" };
}

async function takeFor(parts: ValidatorParts, known: OpenSource, call: Call): Promise<Pick<Handled, "answer" | "outcome">> {
  const headers = headerMap(call.headers);
  const { body } = call;
  if (body === "too_large") return refuseUnread(parts, known, call, "body_too_large", bodyTooLarge(parts.receiving.bodyLimitBytes));
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "") return refuseUnread(parts, known, call, "content_encoded", encodedBody());
  const first = judge(known, call, headers, body);
  const judged = first.verdict.outcome === "refused" ? await unlessLate(judgeAgain(parts.receiving.findSourceAgain, first, call, headers, body), call.byMs) : first;
  const { source, keys, verdict } = judged === late ? first : judged;
  const secret = verdict.outcome === "refused" ? null : (keys.find(({ id }) => id === verdict.keyId)?.secret ?? null);
  if (verdict.outcome === "verified" && secret !== null) return decideFor(parts, { source, keys, verdict }, secret, call, body);
  const answer = source.provider.answer({ settings: source.settings, outcome: verdict.outcome === "quarantined" ? { kind: "quarantined", reason: verdict.reason } : { kind: "refused" }, secret, nowSeconds: Math.floor(call.receivedAtMs / 1000) });
  if (verdict.outcome === "refused" && isOnlyCounted(parts.receiving, source, call, body.length)) return { answer, outcome: "rejected" };
  keep(parts, () => requestRow(parts.receiving.hashKey, source, call, body, verdict, answer.status));
  if (source.tokenExpiresAtMs !== null && verdict.outcome !== "refused") parts.receiving.noteFormerUrl(call.token, call.receivedAtMs);
  return { answer, outcome: verdict.outcome === "quarantined" ? "quarantined" : "rejected" };
}

async function decideFor(parts: ValidatorParts, { source, verdict }: Judged, secret: string, call: Call, body: Uint8Array): Promise<Pick<Handled, "answer" | "outcome">> {
  const { hashKey } = parts.receiving;
  const requestId = newId(call.receivedAtMs);
  const rules = await rulesInTime(parts, source.id, call.byMs);
  const outcome = await outcomeOf(parts, source, rules, call, body, requestId).catch((error: unknown): Outcome => {
    parts.log.error({ err: error, sourceId: source.id, requestId }, "a validation was answered by the fallback: it could not be decided");
    const said = fallbackOf(rules);
    return { said, fallbackUsed: true, isRepeat: false, onAnswered: () => parts.onUnrecorded({ sourceId: source.id, requestId }, said, error) };
  });
  const answer = answerOf(source, outcome.said, secret, parts.receiving.nowMs());
  keep(parts, () => {
    outcome.onAnswered();
    const row = { ...requestRow(hashKey, source, call, body, verdict, 200), id: requestId };
    return outcome.isRepeat ? { ...row, verdict: "duplicate" } : row;
  });
  if (source.tokenExpiresAtMs !== null) parts.receiving.noteFormerUrl(call.token, call.receivedAtMs);
  parts.onAnswer(outcome.said, outcome.fallbackUsed, (performance.now() - call.firstByteMs) / 1000);
  return { answer, outcome: outcome.isRepeat ? "duplicate" : "accepted" };
}

/** Rejects where deciding breaks by a fault of ours. */
async function outcomeOf(parts: ValidatorParts, source: OpenSource, rules: OpenRules | null, call: Call, body: Uint8Array, requestId: string): Promise<Outcome> {
  const { hashKey } = parts.receiving;
  const reading = source.provider.validations?.read(body) ?? null;
  if (rules === null || reading === null) throw new Error("its rules could not be read");
  const attempt = readAttempt(reading, { atMs: call.receivedAtMs, timeZone: rules.timeZone, hashKey });
  const customerHash = attempt.customer === null ? null : keyedHash(hashKey, "customer", Buffer.from(attempt.customer, "utf8"));
  const id = idBeside(requestId);
  const asked = candidate({ id, atMs: idTime(id), sourceId: source.id, requestId, mode: source.mode, bodyHash: keyedHash(hashKey, "body", body), attempt, rules, customerHash, elapsedMs: () => performance.now() - call.firstByteMs });
  return decide(parts, asked, answerBy(call.firstByteMs, rules.active?.body.deadlineMs ?? limits.deadlineMs.usual));
}

function answerOf(source: OpenSource, { status, description }: Said, secret: string, nowMs: number): Answer {
  const answer = source.provider.validations?.answer({ status, description, secret, nowSeconds: Math.floor(nowMs / 1000) });
  if (answer === undefined) throw new Error(`${source.provider.id} takes no validations`);
  return answer;
}

/** As they are, or as they were last known; `null` where nothing is known. */
async function rulesInTime(parts: ValidatorParts, sourceId: string, byMs: number): Promise<OpenRules | null> {
  try {
    const rules = await unlessLate(parts.rules.find(sourceId), byMs);
    return rules === late ? parts.rules.lastKnown(sourceId) : rules;
  } catch (error) {
    parts.log.error({ err: error, sourceId }, "the rules of a validation could not be read");
    return parts.rules.lastKnown(sourceId);
  }
}

/** For a body that was not read or may not be decoded: the call is kept without it, so that staff can see why. */
function refuseUnread(parts: ValidatorParts, source: OpenSource, call: Call, reason: string, answer: Answer): Pick<Handled, "answer" | "outcome"> {
  const bodyBytes = call.body === "too_large" ? 0 : call.body.length;
  if (!isOnlyCounted(parts.receiving, source, call, bodyBytes, 0)) keep(parts, () => bodilessRow(parts.receiving.hashKey, source, call, { reason, answeredStatus: answer.status, bodyBytes }));
  return { answer, outcome: "rejected" };
}

/** Makes a call's row and stores it behind its answer, which is written to the socket first: looking for card numbers in a megabyte takes its time. */
function keep(parts: ValidatorParts, rowOf: () => RequestToStore): void {
  setImmediate(() => {
    try {
      parts.keep(rowOf());
    } catch (error) {
      parts.log.warn({ err: error }, "a validation's request could not be kept; its answer had left");
    }
  });
}
