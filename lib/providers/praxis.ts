import { readEventFrom } from "./event-reading.ts";
import { retryAfterSeconds } from "./generic-answer.ts";
import { keptKey, refusedKey, strayCharacters } from "./key-checks.ts";
import { readPraxisEvent } from "./praxis-events.ts";
import { praxisSettings, type PraxisSettings } from "./praxis-settings.ts";
import { readPraxisAttempt } from "./praxis-validation.ts";
import { praxisDigest, readingsOfPraxis, verifyPraxis } from "./praxis-signature.ts";
import { type Answer, type AnswerInput, type AnswerOutcome, defineProvider, type KeyCheck, type QuarantineReason, type SetupStep } from "./provider.ts";

const keyDescription = "the merchant secret of this application, as Praxis gave it, at least 16 characters";

/** Praxis API 1.3 (Praxis wiki): SHA-384 over listed fields and the secret, and an answer signed the same way. */
export const praxis = defineProvider<PraxisSettings>({
  id: "praxis",
  name: "Praxis",
  settings: praxisSettings,
  keyFormat: () => ({ description: `The text of ${keyDescription}`, example: "MerchantSecretKey", merchantChooses: false }),
  takesValidations: true,
  validations: { read: readPraxisAttempt, answer: ({ status, description, secret, nowSeconds }) => reply({ httpStatus: 200, status, description }, secret, nowSeconds) },
  leavesStatusUnsigned: true,
  retryHorizonHours: 48,
  unmaskedMembers: new Set([
    "tid", "transaction_id", "reference_id", "withdrawal_request_id", "order_id", "cid", "customer_token", "merchant_id", "application_key",
    "timestamp", "amount", "processed_amount", "attempted_amount", "conversion_rate", "fee", "subscription_id", "plan_id", "version",
  ]),
  setup: () => setup,
  checkKey,
  generateKey: null,
  verify: (input) => verifyPraxis(input),
  answer,
  read: ({ body }) => readEventFrom("praxis", readPraxisEvent(body)),
  readings: readingsOfPraxis,
});

function checkKey(secret: string): KeyCheck {
  const key = secret.trim();
  const stray = strayCharacters(secret);
  if (stray !== null) return refusedKey(`This key ${stray}. A Praxis key is ${keyDescription}.`);
  if (key.length < 8) return refusedKey(`This key has ${key.length} characters, too few to protect anything: the signature is a plain hash. A Praxis key is ${keyDescription}.`);
  return keptKey(key, key.length < 16 ? ["This secret has fewer than 16 characters. The signature is a plain hash and only as strong as the secret: ask Praxis for a longer one."] : []);
}

const quarantineDescriptions: Readonly<Partial<Record<QuarantineReason, string>>> = {
  unsupported_version: "This API version is not supported, 1.3 is",
  other_merchant: "Unknown merchant",
  other_application: "Unknown application",
  unsupported_message: "This kind of message is not supported",
};

/** Negative statuses ask Praxis to send again in about five minutes, positive ones are final. */
function answer({ outcome, secret, nowSeconds }: AnswerInput<PraxisSettings>): Answer {
  return reply(replyTo(outcome), secret, nowSeconds);
}

interface Reply {
  readonly httpStatus: number;
  readonly status: number;
  readonly description: string;
}

function reply({ httpStatus, status, description }: Reply, secret: string | null, nowSeconds: number): Answer {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (secret !== null && secret !== "") {
    const digest = praxisDigest(`${status}${nowSeconds}`, secret);
    // The wiki reads the first, newer pages name the second; each reader ignores the other.
    headers["gt-authentication"] = digest;
    headers["external-request-signature"] = digest;
  }
  if (httpStatus === 503) headers["retry-after"] = String(retryAfterSeconds);
  return { status: httpStatus, headers, body: JSON.stringify({ status, description, version: "1.3", timestamp: nowSeconds }) };
}

function replyTo(outcome: AnswerOutcome): Reply {
  switch (outcome.kind) {
    case "stored":
      return { httpStatus: 200, status: 0, description: "Ok" };
    case "closed_by_hand":
      return { httpStatus: 200, status: 1, description: "Transaction already updated manually at the website to final status" };
    case "quarantined":
      return { httpStatus: 200, status: 1, description: quarantineDescriptions[outcome.reason] ?? "The message cannot be used" };
    case "refused":
      return { httpStatus: 401, status: -1, description: "The request could not be verified" };
    case "unavailable":
      return { httpStatus: 503, status: -1, description: "Temporarily unavailable" };
  }
}

const setup: readonly SetupStep[] = [
  { title: "Pass the URL with every request", text: "Praxis URLs are not registered in a back office: send notification_url with every session or transaction request, holding the URL of this source, and validation_url where rules are to decide before a payment is tried." },
  { title: "Save the merchant secret", text: "Every application has its own secret. Praxis describes no overlap when it changes: save the new one here before Praxis switches, both work until then." },
  { title: "Ask support for two things", text: "\"Notifications for delayed processing via Direct API\", so that late results arrive, and the addresses that Praxis sends from, for your firewall." },
  { title: "Know what is signed", text: "The status of a transaction is not part of the signature. Serve this source by https only." },
];
