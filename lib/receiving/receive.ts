import { publicId } from "#lib/platform/ids";
import type { Logger } from "#lib/platform/log";
import { traced } from "#lib/platform/traced";
import type { Answer, MessageKind, ProviderId } from "#lib/providers/provider";
import type { AddressCap } from "./address-cap.ts";
import { StoreUnavailable } from "./batch-writer.ts";
import { bodyTooLarge, encodedBody, greeting, methodNotAllowed, tooManyFailures, unavailable, unknownSource } from "./door-answer.ts";
import { type Arrival, judge, judgeAgain } from "./judge-request.ts";
import { headerMap, type HeaderLines } from "./kept-headers.ts";
import type { OpenSource } from "./open-source.ts";
import type { RejectionCap } from "./rejection-cap.ts";
import { bodilessRow, requestRow } from "./request-row.ts";
import type { RequestToStore, StoredRequest } from "./stored-request.ts";

/** One inbound HTTP call, as either door hands it over. */
export interface ReceiveInput {
  readonly kind: MessageKind;
  readonly method: string;
  readonly token: string;
  readonly headers: HeaderLines;
  /** The exact bytes, or that there were more than the limit. */
  readonly body: Uint8Array | "too_large";
  readonly remoteAddress: string | null;
}

export interface ReceiverParts {
  readonly findSource: (token: string) => Promise<OpenSource | null> | OpenSource | null;
  /** What this process last knew of a source, however old: for an answer that cannot wait. `null` where it knows nothing. */
  readonly lastKnownSource: (token: string) => OpenSource | null;
  /** The source as it is at this moment, for a request that would be refused; `null` where it cannot be read. */
  readonly findSourceAgain: (token: string) => Promise<OpenSource | null>;
  readonly store: (row: RequestToStore) => Promise<StoredRequest>;
  /** Counts a refused request that is not kept. */
  readonly countOnly: (sourceId: string, bytes: number, atMs: number) => void;
  /** Told of every message that a key vouches for and that came to a URL which is no longer the source's present one. */
  readonly noteFormerUrl: (token: string, atMs: number) => void;
  readonly rejectionCap: RejectionCap;
  readonly addressCap: AddressCap;
  readonly hashKey: Uint8Array;
  readonly bodyLimitBytes: number;
  readonly nowMs: () => number;
  readonly log: Logger;
  /** Told of every POST: what became of it, and how long it took from its last byte. */
  readonly observe: (provider: ProviderId | "unknown", outcome: ObservedOutcome, seconds: number) => void;
}

export type ObservedOutcome = StoredRequest["outcome"] | "unavailable" | "unknown_source";

/** What is no token is not looked for: PostgreSQL refuses text with a NUL. */
export const tokenForm = /^[A-Za-z0-9_-]{1,200}$/;

/** An answer, and what became of the request. */
interface Handled {
  readonly answer: Answer;
  readonly outcome: ObservedOutcome;
}

/** A request with what was read of it. */
type ReadArrival = Arrival & Pick<ReceiveInput, "body">;

/**
 * The whole door: source → verify over the exact bytes → mask → store → commit → the provider's answer.
 * Knows nothing of Next or of sockets. Never rejects: what breaks is answered 503, so that the sender comes again.
 */
export function createReceive(parts: ReceiverParts): (input: ReceiveInput) => Promise<Answer> {
  const take = async (input: ReceiveInput): Promise<Handled & { readonly provider: ProviderId | "unknown" }> => {
    const receivedAtMs = parts.nowMs();
    const waitSeconds = parts.addressCap.waitSeconds(input.remoteAddress, receivedAtMs);
    let provider: ProviderId | "unknown" = "unknown";
    let handled: Handled;
    try {
      const source = tokenForm.test(input.token) ? await parts.findSource(input.token) : null;
      provider = source?.provider.id ?? "unknown";
      handled = source === null ? unknown(parts, input) : await receiveFor(parts, source, { ...input, receivedAtMs, waitSeconds });
    } catch (error) {
      parts.log.error({ err: error }, "a webhook was answered 503: its source could not be read");
      handled = { answer: unavailable(), outcome: "unavailable" };
    }
    if (handled.outcome === "rejected" || handled.outcome === "unknown_source") {
      parts.addressCap.count(input.remoteAddress, receivedAtMs);
      if (waitSeconds > 0) handled = { ...handled, answer: tooManyFailures(waitSeconds) };
    }
    parts.observe(provider, handled.outcome, (parts.nowMs() - receivedAtMs) / 1000);
    return { ...handled, provider };
  };
  return async (input) => {
    if (input.method === "GET" || input.method === "HEAD") return greeting();
    if (input.method !== "POST") return methodNotAllowed();
    return traced("receive", {}, async (span) => {
      const { answer, outcome, provider } = await take(input);
      span.tell({ "countersign.provider": provider, "countersign.outcome": outcome, "http.response.status_code": answer.status });
      return answer;
    });
  };
}

function unknown(parts: ReceiverParts, input: ReceiveInput): Handled {
  return { answer: input.body === "too_large" ? bodyTooLarge(parts.bodyLimitBytes) : unknownSource(), outcome: "unknown_source" };
}

async function receiveFor(parts: ReceiverParts, known: OpenSource, arrival: ReadArrival): Promise<Handled> {
  const headers = headerMap(arrival.headers);
  if (arrival.body === "too_large") return refuseUnread(parts, known, arrival, "body_too_large", bodyTooLarge(parts.bodyLimitBytes));
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "") return refuseUnread(parts, known, arrival, "content_encoded", encodedBody());

  const { body } = arrival;
  const nowSeconds = Math.floor(arrival.receivedAtMs / 1000);
  const first = judge(known, arrival, headers, body);
  const { source, keys, verdict } = first.verdict.outcome === "refused" ? await judgeAgain(parts.findSourceAgain, first, arrival, headers, body) : first;
  const secret = verdict.outcome === "refused" ? null : (keys.find(({ id }) => id === verdict.keyId)?.secret ?? null);
  const answer = (outcome: Parameters<typeof source.provider.answer>[0]["outcome"]): Answer =>
    source.provider.answer({ settings: source.settings, outcome, secret, nowSeconds });

  const early = verdict.outcome === "refused" ? answer({ kind: "refused" }) : verdict.outcome === "quarantined" ? answer({ kind: "quarantined", reason: verdict.reason }) : null;
  // Before the body is hashed and searched for cards: a flood of forged requests must cost as little as it can.
  if (verdict.outcome === "refused" && isOnlyCounted(parts, source, arrival, body.length)) return { answer: answer({ kind: "refused" }), outcome: "rejected" };
  const stored = await store(parts, source, requestRow(parts.hashKey, source, arrival, body, verdict, early?.status ?? 200));
  if (stored === "unavailable") return { answer: answer({ kind: "unavailable" }), outcome: "unavailable" };
  if (source.tokenExpiresAtMs !== null && verdict.outcome !== "refused") parts.noteFormerUrl(arrival.token, arrival.receivedAtMs);
  const kind = stored.isClosedByHand ? "closed_by_hand" : "stored";
  return { answer: early ?? answer({ kind, eventIds: stored.eventIds.map((id) => publicId("event", id)) }), outcome: stored.outcome };
}

/** For a body that was not read or may not be decoded: the call is kept without it, so that staff can see why. */
async function refuseUnread(parts: ReceiverParts, source: OpenSource, arrival: ReadArrival, reason: string, answer: Answer): Promise<Handled> {
  const bodyBytes = arrival.body === "too_large" ? 0 : arrival.body.length;
  if (isOnlyCounted(parts, source, arrival, bodyBytes, 0)) return { answer, outcome: "rejected" };
  await store(parts, source, bodilessRow(parts.hashKey, source, arrival, { reason, answeredStatus: answer.status, bodyBytes }));
  return { answer, outcome: "rejected" };
}

/** Whether so many refused requests were kept in this hour, or came from this address just now, that this one is counted, and no more. */
export function isOnlyCounted(parts: Pick<ReceiverParts, "rejectionCap" | "countOnly">, source: OpenSource, { receivedAtMs, waitSeconds }: Arrival, bodyBytes: number, keptBytes = bodyBytes): boolean {
  if (waitSeconds === 0 && parts.rejectionCap.admits(source.id, keptBytes, source.rejected, receivedAtMs)) return false;
  parts.countOnly(source.id, bodyBytes, receivedAtMs);
  return true;
}

async function store(parts: ReceiverParts, source: OpenSource, row: RequestToStore): Promise<StoredRequest | "unavailable"> {
  try {
    return await parts.store(row);
  } catch (error) {
    if (error instanceof StoreUnavailable) parts.log.warn({ sourceId: source.id, err: error }, "a webhook was answered 503: it could not be stored");
    else parts.log.error({ sourceId: source.id, err: error }, "a webhook was answered 503: the database refused its row");
    return "unavailable";
  }
}
