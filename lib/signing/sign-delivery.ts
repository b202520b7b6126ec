import { hmac, toHex, utf8Bytes } from "#lib/signing/digest";
import { signWebhook } from "#lib/signing/standard-webhooks";

export interface DeliveryToSign {
  /** `evt_…`, the same over all attempts and replays. */
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
  /** `whsec_…`, all that are valid now, oldest first; at least one. */
  readonly secrets: readonly [string, ...string[]];
  /** `original`: the provider's own headers go with it, so that ours take other names. */
  readonly format: "normalized" | "original";
}

/** The headers that sign a delivery: Standard Webhooks with every valid secret, and the simple one of plain gateways. */
export function signDelivery(delivery: DeliveryToSign): Readonly<Record<string, string>> {
  const { id, timestampSeconds, body, secrets, format } = delivery;
  const signature = signWebhook({ id, timestampSeconds, body, secrets });
  const timestamp = String(timestampSeconds);
  if (format === "original") return { "countersign-id": id, "countersign-timestamp": timestamp, "countersign-signature": signature };
  const [oldest, ...later] = secrets;
  const newest = later.at(-1);
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signature,
    "x-signature": simpleSignature(oldest, body),
    ...(newest === undefined ? {} : { "x-signature-next": simpleSignature(newest, body) }),
  };
}

/** Lower-case hex HMAC-SHA256 of the body. The key is the text of the secret as it is shown, `whsec_` included. */
export function simpleSignature(secret: string, body: Uint8Array): string {
  return toHex(hmac("sha256", utf8Bytes(secret), body));
}
