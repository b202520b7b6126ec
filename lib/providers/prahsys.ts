import { asBuffer, hmac, toHex, utf8Bytes } from "#lib/signing/digest";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { decodeLowerHex } from "#lib/signing/strict-decoding";
import { readEventFrom } from "./event-reading.ts";
import { genericAnswer } from "./generic-answer.ts";
import { keptKey, refusedKey, strayCharacters } from "./key-checks.ts";
import { readPrahsysEvent } from "./prahsys-events.ts";
import { prahsysSettings, type PrahsysSettings } from "./prahsys-settings.ts";
import { defineProvider, type KeyCheck, type SetupStep, type SignedReading, type Verdict, type VerifyInput } from "./provider.ts";
import { findMatchingKey, quarantined, refused, usableKeys, verified } from "./verdict.ts";
import { checkWebhookKey, checkWebhookSignature, readingsOfWebhook } from "./webhook-signature.ts";
import { identityText, ownMember, readNative } from "./whole-body.ts";

const header = "x-protocol-signature";

/** Prahsys: the Hosted Checkout page ("Consuming webhooks"), and docs.prahsys.com, which sends through Svix. */
export const prahsys = defineProvider<PrahsysSettings>({
  id: "prahsys",
  name: "Prahsys",
  settings: prahsysSettings,
  keyFormat: ({ scheme }) =>
    scheme === "svix"
      ? { description: "whsec_ followed by base64, from the endpoint's page", example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", merchantChooses: false }
      : { description: "The webhook key, any text of at least 16 characters", example: "prahsys_webhook_key_5f2c", merchantChooses: true },
  takesValidations: false,
  retryHorizonHours: 48,
  unmaskedMembers: new Set([
    "id", "eventId", "targetTransactionId", "conversation_id", "contact_id", "message_id", "amount", "requestedAmount", "refundedAmount", "refundableAmount",
    "createdAt", "created_at", "updated_at", "read_at", "last_active_at", "reference", "orderId", "merchantReference", "customerId",
  ]),
  setup: ({ scheme }) => (scheme === "svix" ? svixSetup : protocolSetup),
  checkKey: (secret, { scheme }) => (scheme === "svix" ? checkWebhookKey(secret, false) : checkProtocolKey(secret)),
  generateKey: (random, { scheme }) => (scheme === "svix" ? encodeWebhookSecret(random.subarray(0, 32)) : `whk_${asBuffer(random.subarray(0, 32)).toString("base64url")}`),
  verify: (input) => (input.settings.scheme === "svix" ? verifySvix(input) : verifyProtocol(input)),
  answer: ({ outcome }) => genericAnswer(outcome),
  readsHeaders: true,
  read: (input) => readEventFrom("prahsys", readPrahsysEvent(input)),
  readings: (input) => (input.settings.scheme === "svix" ? readingsOfWebhook(input) : readingsOfProtocol(input)),
});

function verifySvix(input: VerifyInput<PrahsysSettings>): Verdict {
  const check = checkWebhookSignature(input);
  return check.ok ? verdictOn(check.keyId, input.body, [check.id]) : refused(check.reason);
}

function verifyProtocol(input: VerifyInput<PrahsysSettings>): Verdict {
  const keys = usableKeys(input.keys, utf8Bytes);
  if (keys.length === 0) return refused("no_usable_key");
  const given = input.headers.get(header);
  if (given === undefined || given === "") return refused("signature_missing");
  const digest = decodeLowerHex(given);
  if (digest?.length !== 32) return refused("signature_malformed");
  const keyId = findMatchingKey(keys, (key) => hmac("sha256", key, input.body), [digest]);
  return keyId === null ? refused("signature_mismatch") : verdictOn(keyId, input.body, null);
}

/** The identity is never the id alone: Prahsys' own page shows one id under two types. */
function verdictOn(keyId: string, body: Uint8Array, fallback: readonly string[] | null): Verdict {
  const read = readNative(body);
  if (!read.ok) return quarantined(keyId, "malformed_json");
  const type = ownMember(read.value, "eventType") ?? ownMember(read.value, "type");
  const id = identityText(read.value, "eventId", body) ?? identityText(read.value, "id", body);
  const identity = typeof type === "string" && type !== "" && id !== null ? [type, id] : fallback;
  return verified(keyId, { identity, content: body });
}

function checkProtocolKey(secret: string): KeyCheck {
  const stray = strayCharacters(secret);
  if (stray !== null) return refusedKey(`This key ${stray}. A key is the text of your webhook key, at least 16 characters.`);
  const key = secret.trim();
  return keptKey(key, key.length < 16 ? ["This key has fewer than 16 characters. Use a longer one."] : []);
}

function readingsOfProtocol(input: VerifyInput<PrahsysSettings>): readonly SignedReading[] {
  const given = input.headers.get(header);
  return [
    {
      signedBytes: input.body,
      given: given === undefined ? [] : [given],
      digest: (secret) => (secret === "" ? null : toHex(hmac("sha256", utf8Bytes(secret), input.body))),
      formula: "hex(HMAC-SHA256(key = text of the secret, text = exact body)), in the header x-protocol-signature",
      timestampSeconds: null,
      alternatives: [],
    },
  ];
}

const svixSetup: readonly SetupStep[] = [
  { title: "Add an endpoint", text: "In the Prahsys dashboard open Webhooks → Add endpoint and paste the URL of this source." },
  { title: "Copy the signing secret", text: "Open the endpoint's page, reveal the signing secret (whsec_…) and save it here." },
  { title: "Rotate without loss", text: "After Rotate secret Prahsys signs with both for 24 hours. Save the new one here within that time." },
];

const protocolSetup: readonly SetupStep[] = [
  { title: "Is this your scheme?", text: "The Hosted Checkout page describes it, but no live Prahsys system is known to send it. If your messages carry svix-signature, choose the scheme svix." },
  { title: "Register the URL", text: "Give the URL of this source as your webhook endpoint." },
  { title: "Share the webhook key", text: "Save the webhook key here. It signs the body in the header x-protocol-signature." },
];
