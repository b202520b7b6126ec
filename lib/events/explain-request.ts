import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import type { HeaderMap, VerifyInput } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import { explainVerification } from "#lib/signing/explain";
import type { Mistake } from "#lib/signing/explanation";
import { isUsable, keyStatus } from "#lib/sources/key-status";
import { type OpenedKey, openForeignKeys, openKeysOf } from "./known-keys.ts";
import { maskSignedText } from "./mask-personal.ts";
import type { RequestDetailRow } from "./request-rows.sql.ts";
import type { Explanation } from "./request-shape.ts";

/**
 * Why a rejected or quarantined request did not become an event, and which usual mistake fits; `null` for all others
 * and for requests of a source that is gone. `detailed`: with what viewers may not see.
 */
export async function explainRequest(row: RequestDetailRow, detailed: boolean): Promise<Explanation | null> {
  if (row.outcome !== "rejected" && row.outcome !== "quarantined") return null;
  const source = await database().prisma.source.findUnique({ where: { id: row.source_id } });
  if (source === null || !isProviderId(source.provider)) return null;
  const provider = providerById(source.provider);
  const keys = await openKeysOf(source.id);
  const receivedAtMs = row.received_at.getTime();
  const input: VerifyInput<unknown> = {
    kind: row.kind === "validation" ? "validation" : "notification",
    settings: source.settings,
    mode: source.mode === "live" ? "live" : "test",
    keys,
    headers: joinedHeaders(row.headers),
    body: row.body,
    nowSeconds: Math.floor(receivedAtMs / 1000),
  };
  const explained = explainVerification({
    reason: row.reason ?? "signature_mismatch",
    readings: provider.readings,
    input,
    knownKeys: keys.map((key) => ({ id: key.id, secret: key.secret, state: keyStatus(key, receivedAtMs) })),
    foreignKeys: await openForeignKeys(provider.id, source.id),
    maskText: maskSignedText,
  });
  const tried = keys.map((key) => ({ key, matched: explained.keysTried.some(({ keyId, matched }) => keyId === key.id && matched) }));
  return {
    reason: explained.reason,
    what: explained.what,
    why: explained.why,
    next: explained.next,
    formula: explained.formula,
    signedPreview: detailed ? explained.signedPreview : null,
    signedBytes: explained.signedBytesLength,
    given: [...explained.given],
    keysTried: tried.map(({ key, matched }) => ({
      keyId: publicId("key", key.id),
      label: detailed ? key.label : null,
      fingerprint: detailed ? key.fingerprint : null,
      status: keyStatus(key, systemClock.now()),
      matched,
    })),
    mistake: mendedSince(row, tried) ?? explained.mistake,
  };
}

/** What is no mistake any more, or can no longer be found out. */
function mendedSince(row: RequestDetailRow, tried: readonly { readonly key: OpenedKey; readonly matched: boolean }[]): Mistake | null {
  if (row.masked) {
    return {
      code: "masked",
      sentence: "Card numbers in the body were overwritten before it was kept, or its customer was erased, so that what was signed cannot be compared any more.",
      next: "Have the provider send the message again after the key or the settings were corrected.",
    };
  }
  if (row.outcome !== "rejected" || row.reason === "timestamp_out_of_tolerance") return null;
  const nowMs = systemClock.now();
  if (!tried.some(({ key, matched }) => matched && isUsable(key, nowMs))) return null;
  return { code: "key_added_since", sentence: "A key that this source has now fits the signature.", next: "Verify the request again." };
}

/** Names in lower case, repeated lines joined as at the door. */
function joinedHeaders(lines: readonly (readonly [string, string])[]): HeaderMap {
  const joined = new Map<string, string>();
  for (const [name, value] of lines) {
    const before = joined.get(name.toLowerCase());
    joined.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return joined;
}
