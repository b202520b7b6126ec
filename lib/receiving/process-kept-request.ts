import type { Transaction } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { newId } from "#lib/platform/ids";
import type { QuarantineReason, RefusalReason, Verdict } from "#lib/providers/provider";
import { headerMap } from "./kept-headers.ts";
import { itemHashes, keyedHash } from "./keyed-hash.ts";
import { openSource } from "./open-source.ts";
import { type KeptRequest, lockKeptRequest, markQuarantined, readSourceInTransaction, releaseRequest } from "./process-kept-request.sql.ts";
import type { StoredOutcome } from "./stored-request.ts";

/** What a second look at kept bytes gave. */
export type KeptVerdict =
  | { readonly kind: "released"; readonly outcome: StoredOutcome; readonly eventIds: readonly string[] }
  | { readonly kind: "still_refused"; readonly reason: RefusalReason }
  | { readonly kind: "still_quarantined"; readonly reason: QuarantineReason }
  /** Card numbers were overwritten in it, so its signature can never match again. */
  | { readonly kind: "masked" }
  /** Its body was too large or encoded, and was not kept. */
  | { readonly kind: "not_kept" }
  /** It was neither rejected nor quarantined. */
  | { readonly kind: "already_processed"; readonly outcome: StoredOutcome }
  | { readonly kind: "unknown" };

/** What a second look would give; `passes` where `processKeptRequest` would release it. */
export type KeptPrediction = Exclude<KeptVerdict, { readonly kind: "released" }> | { readonly kind: "passes" };

interface KeptReading {
  readonly request: KeptRequest;
  readonly verdict: Verdict;
}

/**
 * Verifies a kept request again with the keys and settings of now, times judged at its arrival, and processes it
 * like any other if it passes. Runs in the caller's transaction; a second call at the same time waits for the first.
 */
export async function processKeptRequest(tx: Transaction, requestId: string): Promise<KeptVerdict> {
  const reading = await readAgain(tx, requestId);
  if ("kind" in reading) return reading;
  const { request, verdict } = reading;
  if (verdict.outcome === "refused") return { kind: "still_refused", reason: verdict.reason };
  if (verdict.outcome === "quarantined") {
    await markQuarantined(tx, requestId, verdict.reason, verdict.keyId);
    return { kind: "still_quarantined", reason: verdict.reason };
  }
  const { hashKey } = installation();
  const { body } = request;
  const bodyHash = keyedHash(hashKey, "body", body);
  // A validation's answer has long left: it is kept as what it was, and is no event.
  const released = request.kind === "notification" ? verdict.items : [];
  const items = released.map((item) => ({ eventId: newId(), payment: item.payment ?? null, ...itemHashes(hashKey, item, body, bodyHash) }));
  return { kind: "released", ...(await releaseRequest(tx, requestId, verdict.keyId, items)) };
}

/** The same look, which changes nothing. */
export async function predictKeptRequest(tx: Transaction, requestId: string): Promise<KeptPrediction> {
  const reading = await readAgain(tx, requestId);
  if ("kind" in reading) return reading;
  const { verdict } = reading;
  if (verdict.outcome === "refused") return { kind: "still_refused", reason: verdict.reason };
  return verdict.outcome === "quarantined" ? { kind: "still_quarantined", reason: verdict.reason } : { kind: "passes" };
}

/** The verdict of now, or why there can be none. */
async function readAgain(tx: Transaction, requestId: string): Promise<KeptReading | Exclude<KeptVerdict, { readonly kind: "released" | "still_refused" | "still_quarantined" }>> {
  const request = await lockKeptRequest(tx, requestId);
  if (request === null) return { kind: "unknown" };
  if (request.outcome !== "rejected" && request.outcome !== "quarantined") return { kind: "already_processed", outcome: request.outcome };
  if (request.masked) return { kind: "masked" };
  if (request.reason === "body_too_large" || request.reason === "content_encoded") return { kind: "not_kept" };
  const row = await readSourceInTransaction(tx, request.sourceId);
  if (row === null) return { kind: "unknown" };
  const source = openSource(row, installation().ring);
  const verdict = source.provider.verify({
    kind: request.kind,
    settings: source.settings,
    mode: source.mode,
    // Every key that is valid now counts, also one that was added after the request came: that is the point.
    keys: source.keys,
    headers: headerMap(request.headers),
    body: request.body,
    nowSeconds: Math.floor(request.receivedAtMs / 1000),
  });
  return { request, verdict };
}
