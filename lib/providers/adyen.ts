import { decodeHex } from "#lib/signing/strict-decoding";
import { readAdyenItem } from "./adyen-events.ts";
import { readAdyenPlatformEvent, readingsOfPlatform, verifyAdyenPlatform } from "./adyen-platform.ts";
import { type AdyenSettings, adyenSettings } from "./adyen-settings.ts";
import { readingsOfItems, verifyAdyenStandard } from "./adyen-standard.ts";
import { type EventReading, readEventFrom } from "./event-reading.ts";
import { genericAnswer } from "./generic-answer.ts";
import { keptKey, refusedKey } from "./key-checks.ts";
import { type Answer, type AnswerInput, type KeyCheck, type ReadInput, type SetupStep, defineProvider } from "./provider.ts";

const keyDescription = "64 hexadecimal digits, made in the Customer Area under Developers → Webhooks → HMAC key";

/** Adyen docs, "Verify HMAC signatures"; standard webhooks sign eight fields of each item, platform webhooks the body. */
export const adyen = defineProvider<AdyenSettings>({
  id: "adyen",
  name: "Adyen",
  settings: adyenSettings,
  keyFormat: () => ({
    description: keyDescription,
    example: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
    merchantChooses: false,
  }),
  takesValidations: false,
  // Queued messages keep the signature of the old key, and the queue is 30 days long.
  retryHorizonHours: 720,
  unmaskedMembers: new Set([
    "pspReference", "originalReference", "merchantReference", "merchantAccountCode", "value", "eventDate",
    "id", "reference", "timestamp", "hmacSignature", "shopperReference", "recurring.shopperReference", "recurring.recurringDetailReference",
    "paymentPspReference", "transferId", "createdAt", "creationDate",
  ]),
  setup: ({ scheme }) => (scheme === "platform" ? platformSetup : standardSetup),
  checkKey,
  generateKey: null,
  verify: (input) =>
    input.settings.scheme === "platform" ? verifyAdyenPlatform(input) : verifyAdyenStandard({ ...input, settings: input.settings }),
  answer,
  read: (input) => readEventFrom("adyen", read(input)),
  readings: (input) => (input.settings.scheme === "platform" ? readingsOfPlatform(input) : readingsOfItems(input)),
});

function read(input: ReadInput<AdyenSettings>): EventReading {
  const { settings } = input;
  return settings.scheme === "platform" ? readAdyenPlatformEvent(input.body) : readAdyenItem(input.body, input.itemIndex, settings);
}

/** One message that is not acknowledged holds back all later ones, so quarantine is acknowledged too. */
function answer({ outcome }: AnswerInput<AdyenSettings>): Answer {
  if (outcome.kind === "refused" || outcome.kind === "unavailable") return genericAnswer(outcome);
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: "[accepted]" };
}

function checkKey(secret: string): KeyCheck {
  // A leading blank is refused, not mended: decoders turn such a key into an empty one that anybody can sign with.
  const key = secret.trimEnd();
  if (key.length === 64 && decodeHex(key) !== null) return keptKey(key);
  const found = key === "" ? "This key is empty." : /^\s/.test(key) ? "This key starts with a blank." : wrongDigits(key);
  return refusedKey(`${found} An Adyen key is ${keyDescription}.`);
}

function wrongDigits(key: string): string {
  const stray = /[^0-9A-Fa-f]/.exec(key);
  if (stray === null) return `This key has ${key.length} digits instead of 64.`;
  return `This key has a character at place ${stray.index + 1} that is not a hexadecimal digit.`;
}

const standardSetup: readonly SetupStep[] = [
  { title: "Add a webhook", text: "In the Customer Area open Developers → Webhooks → + Webhook and add a Standard webhook. Paste the URL of this source, method JSON, TLS 1.2 or newer. The port must be 443, 8443 or 8843." },
  { title: "Make the HMAC key", text: "In the same form open Security → HMAC key → Generate, copy it at once (it is shown once) and save it here. Keep the former key for 30 days: messages that wait in Adyen's queue are still signed with it." },
  { title: "Choose the events", text: "Keep the default events and add the ones that you need, such as CAPTURE_FAILED, REFUND_FAILED and the dispute events." },
  { title: "Ask for AVS and CVC results", text: "Under Additional settings tick Add Acquirer Result, so that address and security code checks arrive in one vocabulary." },
  { title: "Capture mode", text: "With automatic capture Adyen sends no CAPTURE for most methods: an authorisation then counts as captured. Set the same mode here as in the merchant account." },
  { title: "Test", text: "Press Test configuration and send an AUTHORISATION. It shows up here within a second." },
];

const platformSetup: readonly SetupStep[] = [
  { title: "Add a webhook", text: "In the Customer Area or Balance Platform Customer Area open Developers → Webhooks, add the platform webhook that you need and paste the URL of this source." },
  { title: "Make the HMAC key", text: "Generate the HMAC key in the same form, copy it at once and save it here." },
  { title: "Test", text: "Send a test message. Platform messages are signed as a whole in the header HmacSignature." },
];
