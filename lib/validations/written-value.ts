import { maskCards } from "#lib/receiving/mask-cards";
import { canonicalValue } from "./canonical-value.ts";
import type { ConditionField } from "./rule-set-shape.ts";

/** A value in the form that rules compare with, or what to write instead. */
export type WrittenValue = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly message: string };

const good = (value: string): WrittenValue => ({ ok: true, value });
const bad = (message: string): WrittenValue => ({ ok: false, message });

/** Brings a text that somebody wrote into a field's own form; `attempt.ts` says the forms. */
export function readValue(field: ConditionField, written: string): WrittenValue {
  const text = canonicalValue(field, written);
  if (text === "") return bad("must not be empty");
  if (text.length > 200) return bad("must not be longer than 200 characters");
  if (/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text)) return bad("must be one line of plain text");
  if (holdsCardNumber(text)) return bad("looks like a whole card number: never write one here; cards go into a list as first six digits, last four and expiry");
  return ofField(field, text);
}

function ofField(field: ConditionField, text: string): WrittenValue {
  switch (field) {
    case "country":
      return matching(/^[A-Z]{2}$/, text, "must be a country of two letters, such as NL");
    case "currency":
      return matching(/^[A-Z]{3}$/, text, "must be a currency of three letters, such as EUR");
    case "bin":
      return matching(/^[0-9]{6}$/, text, "must be the first six digits of a card, such as 411111");
    case "lastFour":
      return matching(/^[0-9]{4}$/, text, "must be four digits, such as 1111");
    case "card":
      return matching(/^[0-9a-f]{32,128}$/, text, "must be the keyed hash of a card; choose a list of cards instead");
    case "emailDomain":
      return matching(/^(?=.{1,200}$)[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u, text.replace(/^@/, ""), "must be the part of an address behind the @, such as example.com");
    default:
      return good(text);
  }
}

function matching(pattern: RegExp, text: string, message: string): WrittenValue {
  return pattern.test(text) ? good(text) : bad(message);
}

/** Whether there is a whole card number in a text that somebody wrote. */
export function holdsCardNumber(text: string): boolean {
  return maskCards(new TextEncoder().encode(text), new Set()).masked;
}
