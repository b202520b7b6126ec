import { toBase64 } from "#lib/signing/digest";
import {
  decodeWebhookPublicKey, decodeWebhookSecret, isSignedByPublicKey, publicKeyPrefix, secretPrefix, signedPrefix, webhookDigest,
} from "#lib/signing/standard-webhooks";
import { decodeBase64 } from "#lib/signing/strict-decoding";
import { isWithinTolerance, parseUnixSeconds } from "#lib/signing/timestamp";
import { keptKey, refusedKey, strayCharacters } from "./key-checks.ts";
import type { HeaderMap, KeyCheck, RefusalReason, SignedReading, VerifyInput } from "./provider.ts";
import { findMatchingKey, usableKeys } from "./verdict.ts";

// The receiving half of Standard Webhooks, which Svix and those who send through it share.

export interface WebhookHeaders {
  readonly id: string;
  /** As received: the text itself is signed. */
  readonly timestamp: string;
  readonly signature: string;
}

export type WebhookCheck =
  | { readonly ok: true; readonly keyId: string; readonly id: string }
  | { readonly ok: false; readonly reason: RefusalReason };

type Tolerant = { readonly toleranceSeconds: number };

const families = ["webhook", "svix"];
// A public-key check costs fifty times an HMAC: nobody may order hundreds of them with one header.
const maxPublicKeySignatures = 8;
const idShape = /^[\x21-\x2b\x2d\x2f-\x7e]{1,256}$/;
const keyDescription = `${secretPrefix} followed by base64 of 24 to 64 random bytes`;

/** The headers of the one family that is there. Two families are refused, since a replayed id could join a foreign signature. */
export function readWebhookHeaders(headers: HeaderMap): WebhookHeaders | RefusalReason {
  const present = families.filter((family) => ["id", "timestamp", "signature"].some((part) => headers.has(`${family}-${part}`)));
  const [family] = present;
  if (family === undefined) return "signature_missing";
  if (present.length > 1) return "header_families_mixed";
  const id = headers.get(`${family}-id`) ?? "";
  const timestamp = headers.get(`${family}-timestamp`) ?? "";
  const signature = headers.get(`${family}-signature`) ?? "";
  if (signature === "" || id === "") return "signature_missing";
  if (timestamp === "") return "timestamp_missing";
  return { id, timestamp, signature };
}

/** The id of a message without any check, for reading what was verified before. */
export function webhookIdOf(headers: HeaderMap): string | null {
  return headers.get("webhook-id") ?? headers.get("svix-id") ?? null;
}

export function checkWebhookSignature(input: VerifyInput<Tolerant>): WebhookCheck {
  const secrets = usableKeys(input.keys, decodeWebhookSecret);
  const publicKeys = usableKeys(input.keys, decodeWebhookPublicKey);
  if (secrets.length + publicKeys.length === 0) return { ok: false, reason: "no_usable_key" };
  const headers = readWebhookHeaders(input.headers);
  if (typeof headers === "string") return { ok: false, reason: headers };
  const { id, timestamp, signature } = headers;
  if (!idShape.test(id)) return { ok: false, reason: "signature_malformed" };
  const seconds = parseUnixSeconds(timestamp);
  if (seconds === null) return { ok: false, reason: "timestamp_malformed" };
  if (!isWithinTolerance(seconds, input.nowSeconds, input.settings.toleranceSeconds)) return { ok: false, reason: "timestamp_out_of_tolerance" };
  const given = signaturesOf(signature);
  // v1a counts only where no shared secret could have decided: never as a second chance for a failed v1.
  const decidesByPublicKey = publicKeys.length > 0 && (secrets.length === 0 || given.v1.length === 0);
  if (decidesByPublicKey && given.v1a.length > 0) {
    const signed = Buffer.concat([signedPrefix(id, timestamp), input.body]);
    const found = publicKeys.find(({ bytes }) => given.v1a.some((candidate) => isSignedByPublicKey(bytes, signed, candidate)));
    return found === undefined ? { ok: false, reason: "signature_mismatch" } : { ok: true, keyId: found.id, id };
  }
  if (given.v1.length === 0 || secrets.length === 0) return { ok: false, reason: "signature_malformed" };
  const keyId = findMatchingKey(secrets, (key) => webhookDigest(key, id, timestamp, input.body), given.v1);
  return keyId === null ? { ok: false, reason: "signature_mismatch" } : { ok: true, keyId, id };
}

/** The well-formed entries of a signature list; other versions and malformed entries are skipped, as the spec says. */
function signaturesOf(list: string): { readonly v1: readonly Uint8Array[]; readonly v1a: readonly Uint8Array[] } {
  const v1: Uint8Array[] = [];
  const v1a: Uint8Array[] = [];
  for (const entry of list.split(" ")) {
    const comma = entry.indexOf(",");
    const version = entry.slice(0, Math.max(comma, 0));
    if (version !== "v1" && version !== "v1a") continue;
    // Header lines that an HTTP stack merged leave a comma at the end of an entry.
    const value = entry.endsWith(",") ? entry.slice(comma + 1, -1) : entry.slice(comma + 1);
    const bytes = decodeBase64(value);
    if (version === "v1" && bytes?.length === 32) v1.push(bytes);
    if (version === "v1a" && bytes?.length === 64 && v1a.length < maxPublicKeySignatures) v1a.push(bytes);
  }
  return { v1, v1a };
}

/** Takes `whsec_…`, and `whpk_…` where `takesPublicKeys`. */
export function checkWebhookKey(secret: string, takesPublicKeys: boolean): KeyCheck {
  const key = secret.trim();
  const stray = strayCharacters(secret);
  if (stray !== null) return refusedKey(`This key ${stray}. A key is ${keyDescription}.`);
  if (key.startsWith("whsk_")) return refusedKey("This is a private key, which only the sender may have. Save the public key (whpk_…) or the shared secret (whsec_…).");
  if (takesPublicKeys && key.startsWith(publicKeyPrefix)) {
    if (decodeWebhookPublicKey(key) !== null) return keptKey(key);
    return refusedKey(`This public key does not decode to 32 bytes. A public key is ${publicKeyPrefix} followed by 44 characters of base64.`);
  }
  if (!key.startsWith(secretPrefix)) return refusedKey(`This key does not start with ${secretPrefix}. A key is ${keyDescription}.`);
  const bytes = decodeWebhookSecret(key);
  if (bytes === null) return refusedKey(`What follows ${secretPrefix} is not base64. A key is ${keyDescription}.`);
  if (bytes.length < 16) return refusedKey(`This key decodes to ${bytes.length} bytes, too few to protect anything. A key is ${keyDescription}.`);
  const unusual = bytes.length < 24 || bytes.length > 64;
  return keptKey(key, unusual ? [`This key decodes to ${bytes.length} bytes; Standard Webhooks asks for 24 to 64.`] : []);
}

export function readingsOfWebhook(input: VerifyInput<Tolerant>): readonly SignedReading[] {
  const headers = readWebhookHeaders(input.headers);
  if (typeof headers === "string") return [];
  const { id, timestamp, signature } = headers;
  const given = signature.split(" ").filter((entry) => entry !== "").map((entry) => entry.replace(/^v1,/, "").replace(/,$/, ""));
  return [
    {
      signedBytes: Buffer.concat([signedPrefix(id, timestamp), input.body]),
      given,
      digest: (secret) => webhookTextDigest(secret, id, timestamp, input.body),
      formula: "base64(HMAC-SHA256(key = base64-decoded secret after whsec_, text = id + \".\" + timestamp + \".\" + exact body)), as v1,… in the signature header",
      timestampSeconds: parseUnixSeconds(timestamp),
      alternatives: [
        {
          code: "body_alone",
          sentence: "The sender signed the body alone, without id and timestamp.",
          next: "Sign id, a full stop, the timestamp, a full stop and the body.",
          signedBytes: input.body,
        },
        {
          code: "timestamp_and_body",
          sentence: "The sender signed timestamp and body, without the id.",
          next: "Sign id, a full stop, the timestamp, a full stop and the body.",
          signedBytes: Buffer.concat([Buffer.from(`${timestamp}.`), input.body]),
        },
      ],
    },
  ];
}

function webhookTextDigest(secret: string, id: string, timestamp: string, body: Uint8Array): string | null {
  const key = decodeWebhookSecret(secret);
  return key === null ? null : toBase64(webhookDigest(key, id, timestamp, body));
}

