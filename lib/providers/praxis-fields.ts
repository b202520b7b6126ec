import type { LexicalJson } from "#lib/signing/lexical-json";
import { memberOf } from "./payload.ts";
import type { MessageKind } from "./provider.ts";
import type { PraxisSettings } from "./praxis-settings.ts";

export type PraxisMessage = "notification" | "validation" | "subscription" | "customer_sync";
type NumberForm = PraxisSettings["numberForm"];

const leading = ["merchant_id", "application_key", "timestamp", "customer.customer_token", "session.order_id"];
const rate = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
const amount = /^(?:0|[1-9]\d*)$/;
/** No payment has more digits: rules would see none, and a limit would let it pass. */
const attemptedAmount = /^(?:0|[1-9]\d{0,17})$/;
const currency = /^[A-Za-z]{3}$/;
const seconds = /^[1-9]\d{9}$/;

/** Signed members in their order (Praxis wiki, "Webhooks Notification" and "Webhooks Validation"). */
const signedMembers: Readonly<Record<PraxisMessage, readonly string[]>> = {
  notification: [...leading, ...["tid", "currency", "amount", "conversion_rate", "processed_currency", "processed_amount"].map((name) => `transaction.${name}`)],
  validation: [...leading, ...["currency", "amount", "conversion_rate", "attempted_currency", "attempted_amount"].map((name) => `transaction_attempt.${name}`)],
  subscription: ["event", "merchant_id", "application_key", "cid", "plan_id", "subscription_id", "subscription_status", "timestamp"],
  customer_sync: ["merchant_id", "application_key", "timestamp", "cid"],
};

/** The fields are signed without separators: only these forms make sure that a text can hardly be cut in two ways. */
const canonicalForms: ReadonlyMap<string, RegExp> = new Map([
  ["timestamp", seconds],
  ["customer.customer_token", /^[0-9a-f]{32}$/],
  ["transaction.tid", amount],
  ["transaction.currency", currency],
  ["transaction.amount", amount],
  ["transaction.conversion_rate", rate],
  ["transaction.processed_currency", currency],
  ["transaction.processed_amount", amount],
  ["transaction_attempt.currency", currency],
  ["transaction_attempt.amount", attemptedAmount],
  ["transaction_attempt.conversion_rate", rate],
  ["transaction_attempt.attempted_currency", currency],
  ["transaction_attempt.attempted_amount", attemptedAmount],
  ["event", /^[A-Za-z][A-Za-z0-9_.\- ]*$/],
]);

/** Members that may not be missing, since a missing one would let its neighbours grow. */
const required: Readonly<Record<PraxisMessage, readonly string[]>> = {
  notification: ["timestamp", "customer.customer_token"],
  validation: ["timestamp", "customer.customer_token"],
  subscription: ["timestamp", "event"],
  customer_sync: ["timestamp"],
};

/** Signed fields by name; `null` for null and absent, which add nothing. */
export type PraxisFields = ReadonlyMap<string, string | null>;

/** Which list of fields a body is signed by; the address decides between notifications and validations. */
export function messageOf(body: LexicalJson, kind: MessageKind): PraxisMessage {
  if (kind === "validation") return "validation";
  if (memberOf(body, "subscription_id") !== null) return "subscription";
  const hasSession = memberOf(body, "session") !== null || memberOf(body, "transaction") !== null;
  return !hasSession && memberOf(body, "cid") !== null ? "customer_sync" : "notification";
}

/** The fields of a message, `null` where one of them is a boolean, a list or an object. */
export function signedFields(body: LexicalJson, message: PraxisMessage, numberForm: NumberForm): PraxisFields | null {
  const fields = new Map<string, string | null>();
  for (const name of signedMembers[message]) {
    const value = memberOf(body, ...name.split("."));
    if (value === null || value.kind === "null") fields.set(name, null);
    else if (value.kind === "string") fields.set(name, value.text);
    else if (value.kind === "number") fields.set(name, numberForm === "lexical" ? value.text : normaliseNumber(value.text));
    else return null;
  }
  return fields;
}

/** What is signed, before the secret: the values one after the other. */
export function signedText(fields: PraxisFields): string {
  let text = "";
  for (const value of fields.values()) text += value ?? "";
  return text;
}

export function isCanonical(fields: PraxisFields, message: PraxisMessage): boolean {
  if (required[message].some((name) => (fields.get(name) ?? null) === null)) return false;
  for (const [name, value] of fields) {
    const form = canonicalForms.get(name);
    if (value !== null && form !== undefined && !form.test(value)) return false;
  }
  return true;
}

/** A decimal without an exponent or trailing zeros: `1.000000` is `1`, `1.50` is `1.5`. Other forms stay as written. */
export function normaliseNumber(lexeme: string): string {
  const match = /^(-?\d+)\.(\d+)$/.exec(lexeme);
  const fraction = match?.[2]?.replace(/0+$/, "");
  if (match === null || fraction === undefined) return lexeme;
  return fraction === "" ? (match[1] ?? lexeme) : `${match[1]}.${fraction}`;
}
