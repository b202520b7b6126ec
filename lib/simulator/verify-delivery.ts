import { equalBytes } from "#lib/signing/digest";
import { decodeBase64 } from "#lib/signing/strict-decoding";
import { decodeWebhookSecret, webhookDigest } from "#lib/signing/standard-webhooks";

export interface DeliveryToVerify {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** `whsec_…`, each that may have signed. */
  readonly secrets: readonly string[];
  readonly nowSeconds: number;
}

export type DeliveryVerdict = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: string };

const toleranceSeconds = 300;

/** What a merchant's server does with our deliveries: by `webhook-signature`, or `countersign-signature` beside a provider's own headers. */
export function verifyDelivery({ headers, body, secrets, nowSeconds }: DeliveryToVerify): DeliveryVerdict {
  const family = headers.has("webhook-id") ? "webhook" : "countersign";
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((name) => headers.get(`${family}-${name}`) ?? "");
  if (id === undefined || timestamp === undefined || signatures === undefined || id === "" || timestamp === "" || signatures === "") return refusal("it is not signed");
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) - nowSeconds) > toleranceSeconds) return refusal("its time is more than five minutes from ours");
  const given = signatures.split(" ").flatMap((entry) => (entry.startsWith("v1,") ? (decodeBase64(entry.slice(3)) ?? []) : []));
  const isOurs = secrets.some((secret) => {
    const key = decodeWebhookSecret(secret);
    const expected = key === null || key.length === 0 ? null : webhookDigest(key, id, timestamp, body);
    return expected !== null && given.some((digest) => equalBytes(digest, expected));
  });
  return isOurs ? { ok: true, id } : refusal("no secret of ours made this signature");
}

function refusal(reason: string): DeliveryVerdict {
  return { ok: false, reason };
}
