/** One vocabulary for address checks over all providers. */
export const avsResults = ["match", "address_only", "postal_only", "no_match", "not_checked", "unavailable", "unknown"] as const;
export type AvsResult = (typeof avsResults)[number];

/** The same for the card's security code. */
export const cvcResults = ["match", "no_match", "not_checked", "not_supplied", "unavailable", "unknown"] as const;
export type CvcResult = (typeof cvcResults)[number];

export interface CheckResult<Result extends string> {
  readonly result: Result;
  /** As the provider wrote it. */
  readonly providerCode: string;
}

type Table<Result extends string> = ReadonlyMap<string, Result>;

function table<Result extends string>(codes: Readonly<Partial<Record<Result, string>>>, results: readonly Result[]): Table<Result> {
  return new Map(results.flatMap((result) => (codes[result] ?? "").split(" ").filter(Boolean).map((code) => [code, result] as const)));
}

function found<Result extends string>(codes: Table<Result>, code: string, providerCode: string, otherwise: Result): CheckResult<Result> {
  return { result: codes.get(code) ?? otherwise, providerCode };
}

/** Adyen docs, "AVS checks" and "CVC/CVV results", the standardised mapping; 22 and above also compare names. */
const adyenAvsCodes = table<AvsResult>({ match: "7 20 24", address_only: "1 9 12 21 25", postal_only: "6 14 15 19 23", no_match: "2 10 13 16 17 26", not_checked: "5 8 11 18", unavailable: "3 4" }, avsResults);
const adyenCvcCodes = table<CvcResult>({ match: "1", no_match: "2", not_checked: "3", not_supplied: "4 6", unavailable: "5" }, cvcResults);

/** `avsResult` of Adyen: a code and its text, "7 Both postal code and address match". */
export function adyenAvs(text: string | null): CheckResult<AvsResult> | null {
  return text === null ? null : found(adyenAvsCodes, leadingNumber(text), text, "unknown");
}

export function adyenCvc(text: string | null): CheckResult<CvcResult> | null {
  return text === null ? null : found(adyenCvcCodes, leadingNumber(text), text, "unknown");
}

function leadingNumber(text: string): string {
  return /^\s*(\d{1,3})/.exec(text)?.[1] ?? "";
}

/** Stripe docs, `payment_method_details.card.checks`: pass, fail, unavailable, unchecked or null for each part. */
export function stripeAvs(line1: string | null, postalCode: string | null): CheckResult<AvsResult> | null {
  if (line1 === null && postalCode === null) return null;
  const providerCode = `address_line1_check:${line1 ?? "null"},address_postal_code_check:${postalCode ?? "null"}`;
  const parts = [line1, postalCode];
  const result = ((): AvsResult => {
    if (line1 === "pass") return postalCode === "pass" ? "match" : "address_only";
    if (postalCode === "pass") return "postal_only";
    if (parts.includes("fail")) return "no_match";
    if (parts.includes("unavailable")) return "unavailable";
    return parts.includes("unchecked") ? "not_checked" : "unknown";
  })();
  return { result, providerCode };
}

const stripeCvcWords = table<CvcResult>({ match: "pass", no_match: "fail", unavailable: "unavailable", not_checked: "unchecked" }, cvcResults);

export function stripeCvc(check: string | null): CheckResult<CvcResult> | null {
  return check === null ? null : found(stripeCvcWords, check, check, "unknown");
}

/** The card schemes' letters, and the words that gateways of Mastercard's write instead. */
const letterAvs = table<AvsResult>(
  {
    match: "Y X D F M J V ADDRESS_ZIP_MATCH NAME_ADDRESS_ZIP_MATCH",
    address_only: "A B O ADDRESS_MATCH NAME_ADDRESS_MATCH",
    postal_only: "Z W P L ZIP_MATCH NAME_ZIP_MATCH",
    no_match: "N NO_MATCH",
    not_checked: "C I NOT_REQUESTED NOT_VERIFIED",
    unavailable: "G R S U NOT_AVAILABLE SERVICE_NOT_AVAILABLE_RETRY SERVICE_NOT_SUPPORTED",
  },
  avsResults,
);
const letterCvc = table<CvcResult>({ match: "M MATCH", no_match: "N NO_MATCH", not_checked: "P NOT_PROCESSED", not_supplied: "S NOT_PRESENT", unavailable: "U NOT_SUPPORTED" }, cvcResults);

export function schemeAvs(code: string | null): CheckResult<AvsResult> | null {
  return code === null ? null : found(letterAvs, code.toUpperCase(), code, "unknown");
}

export function schemeCvc(code: string | null): CheckResult<CvcResult> | null {
  return code === null ? null : found(letterCvc, code.toUpperCase(), code, "unknown");
}

/** Praxis wiki, "Objects: Customer": 0 for passed, 1 for failed. */
export function praxisAvs(alert: string | null): CheckResult<AvsResult> | null {
  return alert === null ? null : { result: alert === "0" ? "match" : alert === "1" ? "no_match" : "unknown", providerCode: alert };
}
