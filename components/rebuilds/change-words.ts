import { memberOf, textMember } from "../api-call.ts";
import { anomalyWords, operationStateWords, operationWords, sentence, statusWords } from "../transactions/transaction-words.ts";
import { formatMinor } from "../ui/money-format.ts";

const fieldNames: ReadonlyMap<string, string> = new Map([
  ["foldedStatus", "Status"], ["dispute", "Dispute"], ["amount", "Amount"], ["kind", "Kind"], ["unlinked", "Waits for its payment"], ["method", "Method"], ["customer", "Customer"],
  ["avs", "Address check"], ["cvc", "Security code"], ["references", "References"],
]);

/** `Captured amount` for `amounts.captured`, `Refund XH2PK5V9` for `operations.refund.XH2PK5V9`. */
export function fieldWords(field: string): string {
  const [group = "", name = "", ...rest] = field.split(".");
  if (group === "amounts") return `${sentence(name)} amount`;
  if (group === "operations") return `${lookUp(operationWords, name)} ${rest.join(".")}`;
  if (group === "anomalies") return lookUp(anomalyWords, name);
  return fieldNames.get(field) ?? sentence(field);
}

/** A value of a transaction as people read it; `null` is told as nothing. */
export function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined) return "Nothing";
  const money = moneyWords(value);
  if (money !== null) return money;
  if (field === "foldedStatus" && typeof value === "string") return lookUp(statusWords, value);
  const state = textMember(value, "state");
  if (field.startsWith("operations.") && state !== null) {
    const amount = moneyWords(memberOf(value, "amount"));
    return `${lookUp(operationStateWords, state)}${amount === null ? "" : `, ${amount}`}`;
  }
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "string") return value === "" ? "Empty" : sentence(value);
  return plainWords(value);
}

/** Whatever it is, in words; members one after the other. */
function plainWords(value: unknown): string {
  const money = moneyWords(value);
  if (money !== null) return money;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(plainWords).join(", ");
  if (typeof value !== "object" || value === null) return "nothing";
  const parts = Object.entries(value).flatMap(([name, member]: [string, unknown]) => (member === null ? [] : [`${sentence(name)}: ${plainWords(member)}`]));
  return parts.length === 0 ? "Nothing" : parts.join(", ");
}

function moneyWords(value: unknown): string | null {
  const amountMinor = memberOf(value, "amountMinor");
  const currency = textMember(value, "currency");
  const exponent = memberOf(value, "exponent");
  if ((typeof amountMinor !== "number" && typeof amountMinor !== "bigint") || currency === null || typeof exponent !== "number") return null;
  return `${formatMinor(String(amountMinor), exponent)} ${currency}`;
}

function lookUp(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : sentence(code);
}
