import { randomBytes } from "node:crypto";

/** A text that stands nowhere else in the world. */
export const canary = (): string => `canary${randomBytes(12).toString("hex")}`;

/** A number that issuers' ranges and Luhn's sum take for a card's, and that no simulated payment has. */
export const canaryCard = "4000056655665556";
export const canaryCode = "917";
const grouped = (mark: string): string => canaryCard.replaceAll(/(\d{4})(?=\d)/g, `$1${mark}`);
export const canaryCardForms: Readonly<Record<string, string>> = { card: canaryCard, "card in groups": grouped(" "), "card with full stops": grouped("."), "card with hyphens": grouped("-"), "card in a form": grouped("%20") };

export interface Sought {
  readonly name: string;
  readonly forms: readonly string[];
}

/** A text as it is, and as `bytea`, JSON, addresses, UTF-16 and base64 would show it. */
export function sought(name: string, text: string): Sought {
  const bytes = Buffer.from(text, "utf8");
  const forms = [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), bytes.toString("hex"), Buffer.from(text, "utf16le").toString("hex"), bytes.toString("base64").replace(/=+$/, "").slice(0, -1), bytes.toString("base64url").slice(0, -1)];
  return { name, forms: [...new Set(forms)] };
}

/** What every search looks for, besides the secrets of a test. */
export const soughtCards: readonly Sought[] = [
  ...Object.entries(canaryCardForms).map(([name, text]) => sought(name, text)),
  // Three digits alone stand everywhere: only where they are named.
  ...[`"cvv":"${canaryCode}"`, `"cvc":"${canaryCode}"`, `cvv=${canaryCode}`, `cvv ${canaryCode}`].map((text) => sought("security code", text)),
];

/** `name in where` for everything that stands there. */
export function findingsIn(all: readonly Sought[], where: string, text: string): string[] {
  return all.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ name }) => `${name} in ${where}`);
}
