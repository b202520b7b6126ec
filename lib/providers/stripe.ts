import { hmac, toHex, utf8Bytes } from "#lib/signing/digest";
import { decodeLowerHex } from "#lib/signing/strict-decoding";
import { isWithinTolerance, parseUnixSeconds } from "#lib/signing/timestamp";
import { readEventFrom } from "./event-reading.ts";
import { genericAnswer } from "./generic-answer.ts";
import { keptKey, refusedKey, strayCharacters } from "./key-checks.ts";
import { defineProvider, type KeyCheck, type RefusalReason, type SetupStep, type SignedReading, type Verdict, type VerifyInput } from "./provider.ts";
import { readStripeEvent } from "./stripe-events.ts";
import { stripeSettings, type StripeSettings } from "./stripe-settings.ts";
import { findMatchingKey, quarantined, refused, usableKeys, verified } from "./verdict.ts";
import { identityText, ownMember, readNative } from "./whole-body.ts";

const header = "stripe-signature";
const keyDescription = "the endpoint's signing secret, whsec_ followed by letters and digits";

/** Stripe docs, "Verify webhook signatures manually". */
export const stripe = defineProvider<StripeSettings>({
  id: "stripe",
  name: "Stripe",
  settings: stripeSettings,
  keyFormat: () => ({ description: "whsec_ followed by letters and digits, from the endpoint's page; test and live have their own", example: "whsec_demo_secret", merchantChooses: false }),
  takesValidations: false,
  // Live messages are retried for three days, each time signed anew with the secrets of that moment.
  retryHorizonHours: 72,
  unmaskedMembers: new Set([
    "id", "payment_intent", "charge", "latest_charge", "customer", "invoice", "order_id", "receipt_number", "created", "amount", "amount_received",
    "amount_capturable", "amount_captured", "amount_refunded", "amount_total", "client_reference_id", "balance_transaction",
  ]),
  setup: () => setup,
  checkKey,
  generateKey: null,
  verify,
  answer: ({ outcome }) => genericAnswer(outcome),
  read: ({ body }) => readEventFrom("stripe", readStripeEvent(body)),
  readings,
});

function verify(input: VerifyInput<StripeSettings>): Verdict {
  // The whole text is the key, prefix included: the opposite of Svix, whose secrets look the same.
  const keys = usableKeys(input.keys, utf8Bytes);
  if (keys.length === 0) return refused("no_usable_key");
  const given = input.headers.get(header);
  if (given === undefined || given === "") return refused("signature_missing");
  const parsed = parseHeader(given);
  if (typeof parsed === "string") return refused(parsed);
  const seconds = parseUnixSeconds(parsed.timestamp);
  if (seconds === null) return refused("timestamp_malformed");
  if (!isWithinTolerance(seconds, input.nowSeconds, input.settings.toleranceSeconds)) return refused("timestamp_out_of_tolerance");
  const prefix = utf8Bytes(`${parsed.timestamp}.`);
  const keyId = findMatchingKey(keys, (key) => hmac("sha256", key, prefix, input.body), parsed.digests);
  if (keyId === null) return refused("signature_mismatch");
  const read = readNative(input.body);
  if (!read.ok) return quarantined(keyId, "malformed_json");
  const livemode = ownMember(read.value, "livemode");
  if (typeof livemode === "boolean" && livemode !== (input.mode === "live")) return quarantined(keyId, "wrong_mode");
  const id = identityText(read.value, "id", input.body);
  return verified(keyId, { identity: id === null ? null : [id], content: input.body });
}

interface StripeHeader {
  readonly timestamp: string;
  readonly digests: readonly Uint8Array[];
}

/** `t=…,v1=…[,v1=…]`; other schemes such as the v0 of test events are skipped, blanks and a second `t` are refused. */
function parseHeader(text: string): StripeHeader | RefusalReason {
  if (/\s/.test(text)) return "signature_malformed";
  const entries = text.split(",").map((entry) => entry.split("=", 2));
  const timestamps = entries.filter(([name]) => name === "t").map(([, value = ""]) => value);
  const [timestamp] = timestamps;
  if (timestamp === undefined) return "timestamp_missing";
  if (timestamps.length > 1) return "signature_malformed";
  const values = entries.filter(([name]) => name === "v1").map(([, value = ""]) => value);
  if (values.length === 0) return "signature_missing";
  const digests = values.map(decodeLowerHex).filter((digest) => digest?.length === 32);
  const usable = digests.filter((digest) => digest !== null);
  return usable.length === 0 ? "signature_malformed" : { timestamp, digests: usable };
}

function checkKey(secret: string): KeyCheck {
  const stray = strayCharacters(secret);
  if (stray !== null) return refusedKey(`This key ${stray}. A Stripe key is ${keyDescription}.`);
  const key = secret.trim();
  if (/^(?:sk|pk|rk)_/.test(key)) return refusedKey(`This is an API key of Stripe, not a signing secret. A Stripe key is ${keyDescription}.`);
  if (!key.startsWith("whsec_")) return refusedKey(`This key does not start with whsec_. A Stripe key is ${keyDescription}.`);
  if (!/^whsec_[A-Za-z0-9_+/=-]{8,}$/.test(key)) return refusedKey(`What follows whsec_ is too short or has other characters. A Stripe key is ${keyDescription}.`);
  return keptKey(key);
}

function readings(input: VerifyInput<StripeSettings>): readonly SignedReading[] {
  const given = input.headers.get(header);
  const entries = (given ?? "").split(",").map((entry) => entry.split("=", 2));
  const timestamp = entries.find(([name]) => name === "t")?.[1] ?? "";
  const prefix = utf8Bytes(`${timestamp}.`);
  const bodyAlone = {
    code: "body_alone",
    sentence: "The sender signed the body alone, without the time.",
    next: "Sign the value of t, a full stop and the body.",
    signedBytes: input.body,
  };
  return [
    {
      signedBytes: Buffer.concat([prefix, input.body]),
      given: entries.filter(([name]) => name === "v1").map(([, value = ""]) => value),
      digest: (secret) => (secret === "" ? null : toHex(hmac("sha256", utf8Bytes(secret), prefix, input.body))),
      formula: "hex(HMAC-SHA256(key = the whole secret including whsec_, text = t + \".\" + exact body)), as v1=… in the header Stripe-Signature",
      timestampSeconds: parseUnixSeconds(timestamp),
      alternatives: [bodyAlone],
    },
  ];
}

const setup: readonly SetupStep[] = [
  { title: "Add an endpoint", text: "In Stripe's Dashboard open Developers → Webhooks → Add endpoint (Workbench: Event destinations) and paste the URL of this source." },
  { title: "Choose the events", text: "Select at least payment_intent.*, charge.*, refund.* and charge.dispute.*." },
  { title: "Copy the signing secret", text: "Reveal the signing secret (whsec_…) on the endpoint's page and save it here. Test and live mode have their own endpoint and secret: make a source for each." },
  { title: "Roll without loss", text: "Roll secret can keep the old one for up to 24 hours; Stripe then signs with both. Save the new one here within that time." },
];
