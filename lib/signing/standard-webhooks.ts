import { createPublicKey, verify as verifySignature } from "node:crypto";
import { asBuffer, hmac, toBase64, utf8Bytes } from "#lib/signing/digest";
import { decodeBase64 } from "#lib/signing/strict-decoding";

// Standard Webhooks, spec/standard-webhooks.md; Svix signs the same way.

export const secretPrefix = "whsec_";
export const publicKeyPrefix = "whpk_";

/** The bytes behind `whsec_…`; `null` unless the rest is canonical base64. */
export function decodeWebhookSecret(secret: string): Uint8Array | null {
  return secret.startsWith(secretPrefix) ? decodeBase64(secret.slice(secretPrefix.length)) : null;
}

/** The 32 bytes of an ed25519 key behind `whpk_…`; `null` for anything else. */
export function decodeWebhookPublicKey(key: string): Uint8Array | null {
  const bytes = key.startsWith(publicKeyPrefix) ? decodeBase64(key.slice(publicKeyPrefix.length)) : null;
  return bytes?.length === 32 ? bytes : null;
}

/** A secret as merchants copy it, from 24 to 64 random bytes. */
export function encodeWebhookSecret(random: Uint8Array): string {
  return secretPrefix + toBase64(random);
}

/** What stands before the body in the signed text. */
export function signedPrefix(id: string, timestamp: string): Uint8Array {
  return utf8Bytes(`${id}.${timestamp}.`);
}

/** HMAC-SHA256 over `<id>.<timestamp>.<body>`, 32 bytes. */
export function webhookDigest(key: Uint8Array, id: string, timestamp: string, body: Uint8Array): Uint8Array {
  return hmac("sha256", key, signedPrefix(id, timestamp), body);
}

/** `v1a`: ed25519 over the same text. `publicKey` has 32 bytes. */
export function isSignedByPublicKey(publicKey: Uint8Array, signed: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: asBuffer(publicKey).toString("base64url") },
    format: "jwk",
  });
  return signature.length === 64 && verifySignature(null, signed, key, signature);
}

export interface WebhookToSign {
  /** Stable over retries; without a full stop. */
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
  /** `whsec_…`, every one that is valid now. */
  readonly secrets: readonly string[];
}

/** The value of `webhook-signature`: one `v1,…` per secret, separated by blanks. Throws on a secret that is not `whsec_…`. */
export function signWebhook(webhook: WebhookToSign): string {
  return webhook.secrets
    .map((secret) => {
      const key = decodeWebhookSecret(secret);
      if (key === null) throw new Error("a signing secret is not whsec_ followed by base64");
      return `v1,${toBase64(webhookDigest(key, webhook.id, String(webhook.timestampSeconds), webhook.body))}`;
    })
    .join(" ");
}
