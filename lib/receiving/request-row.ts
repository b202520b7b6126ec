import { newId } from "#lib/platform/ids";
import type { Verdict } from "#lib/providers/provider";
import type { Arrival } from "./judge-request.ts";
import { keptHeaders } from "./kept-headers.ts";
import { itemHashes, keyedHash } from "./keyed-hash.ts";
import { maskCards } from "./mask-cards.ts";
import { maskHeaders } from "./mask-headers.ts";
import type { OpenSource } from "./open-source.ts";
import type { RequestToStore } from "./stored-request.ts";

/** A request whose body was read, as it is stored. A validation is kept as a request and makes no event. */
export function requestRow(hashKey: Uint8Array, source: OpenSource, arrival: Arrival, body: Uint8Array, verdict: Verdict, answeredStatus: number): RequestToStore {
  const bodyHash = keyedHash(hashKey, "body", body);
  // Masking follows the verdict: the signature was made over the bytes as they came.
  const kept = maskCards(body, source.provider.unmaskedMembers);
  const items = verdict.outcome === "verified" && arrival.kind === "notification" ? verdict.items.map((item) => ({ eventId: newId(arrival.receivedAtMs), payment: item.payment ?? null, ...itemHashes(hashKey, item, body, bodyHash) })) : [];
  const head = requestHead(source, arrival);
  return {
    ...head,
    verdict: verdict.outcome === "refused" ? "rejected" : verdict.outcome,
    reason: verdict.outcome === "verified" ? null : verdict.reason,
    answeredStatus,
    keyId: verdict.outcome === "refused" ? null : verdict.keyId,
    body: kept.body,
    bodyBytes: body.length,
    bodyHash,
    masked: kept.masked || head.masked,
    items,
  };
}

/** A request without its body: one that was not read or may not be decoded. */
export function bodilessRow(hashKey: Uint8Array, source: OpenSource, arrival: Arrival, unread: Pick<RequestToStore, "reason" | "answeredStatus" | "bodyBytes">): RequestToStore {
  const body = new Uint8Array();
  return { ...requestHead(source, arrival), ...unread, verdict: "rejected", keyId: null, body, bodyHash: keyedHash(hashKey, "body", body), items: [] };
}

function requestHead(source: OpenSource, arrival: Arrival): Pick<RequestToStore, "id" | "sourceId" | "kind" | "receivedAtMs" | "remoteAddress" | "headersJson" | "masked"> {
  const headers = maskHeaders(keptHeaders(arrival.headers));
  return {
    id: newId(arrival.receivedAtMs),
    sourceId: source.id,
    kind: arrival.kind,
    receivedAtMs: arrival.receivedAtMs,
    remoteAddress: arrival.remoteAddress,
    headersJson: JSON.stringify(headers.lines),
    masked: headers.masked,
  };
}
