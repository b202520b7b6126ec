import { maskedValue, maskEmails, maskHeader, maskPersonal } from "./mask-personal.ts";
import { isPersonal } from "./personal-members.ts";
import { readableBody } from "./readable-body.ts";
import { type JsonValue, rewriteJson } from "./rewrite-json.ts";

/** Whose fields are overwritten, and what stands for them. */
export interface ErasedPerson {
  /** The merchant's name for the customer. */
  readonly reference: string;
  /** What is written for it: says that it was erased, and is the same for all records of one customer. */
  readonly pseudonym: string;
  /** Name and e-mail address, as messages told them: overwritten wherever they stand. */
  readonly words: readonly string[];
}

const mask = "***";
const shortestWord = 4;
/** Each is looked for in every value: a body of nothing but names must not hold the worker for hours. */
const mostWords = 100;

/** A name or address with the patterns of the forms in which it may stand. */
interface Sought {
  readonly isPhrase: boolean;
  readonly patterns: readonly RegExp[];
}

interface SoughtPerson extends ErasedPerson {
  readonly sought: readonly Sought[];
}
const customerMember = /customer|shopper|cons?umer|payer|buyer|contact|user|client|account|^cid$/i;

/** A JSON, form or other text without what it says of a person; numbers, amounts and references of payments stay. */
export function eraseText(text: string, person: ErasedPerson): string {
  const first = text.trimStart().charAt(0);
  if (first === "{" || first === "[" || first === '"') {
    const known = seek(person, [...new Set([...person.words, ...namesIn(text)])].slice(0, mostWords));
    return rewriteJson(text, (value) => erasedValue(value, known));
  }
  return withoutWords(maskPersonal(text), seek(person, person.words));
}

function seek(person: ErasedPerson, words: readonly string[]): SoughtPerson {
  const pattern = (written: string): RegExp => new RegExp(written.replaceAll(/[^\p{L}\p{N}]/gu, "\\$&"), "gi");
  const long = words.filter((word) => word.length >= shortestWord);
  return { ...person, sought: long.map((word) => ({ isPhrase: /[\s@]/.test(word), patterns: formsOf(word).map(pattern) })) };
}

/** The same for bytes in whichever encoding. Where nobody can tell the letters, no adapter reads an amount either: nothing stays. */
export function eraseBody(body: Uint8Array, person: ErasedPerson): Buffer {
  const read = readableBody(body);
  return read === null ? Buffer.from(mask) : read.write(eraseText(read.text, person));
}

/** A reference of digits alone could be an amount, and one of letters alone a state: they are replaced only where the member's name says whose they are. */
function isTelling(reference: string): boolean {
  return reference.length >= shortestWord && /[\d@]/.test(reference) && !/^\d+$/.test(reference);
}

function erasedValue(value: JsonValue, person: SoughtPerson): string | null {
  const { reference, pseudonym } = person;
  const text = value.isString ? value.text() : value.raw;
  if (text === pseudonym) return null;
  const ofCustomer = value.scope.person || (value.member !== null && customerMember.test(value.member));
  if (text === reference && (ofCustomer || (value.isString && isTelling(reference)))) return JSON.stringify(pseudonym);
  const masked = maskedValue(value);
  if (!value.isString || masked === `"${mask}"`) return masked;
  // Beside an address that was masked the name may stand.
  const left = masked === null ? text : textOf(masked);
  const without = withoutWords(left, person);
  return without === left ? masked : JSON.stringify(without);
}

function textOf(written: string): string {
  try {
    return String(JSON.parse(written));
  } catch {
    return written.replace(/^"|"$/g, "");
  }
}

/** What somebody wrote down about a payment, without its person. */
export function eraseNote(note: string, person: ErasedPerson): string {
  return withoutWords(maskEmails(note), seek(person, person.words));
}

/** A header that came with a message. What a signature is made of names nobody. */
export function eraseHeader(name: string, value: string, person: ErasedPerson): string {
  return withoutWords(maskHeader(name, value), seek(person, person.words));
}

const searchedMembers = ["q", "customer", "reference"];

/** The query of a view that looked for the customer; everything else of it stays, also where it holds the same digits. */
export function queryWithout(query: string, reference: string, pseudonym: string): string {
  const params = new URLSearchParams(query);
  const named = searchedMembers.filter((name) => params.get(name) === reference);
  for (const name of named) params.set(name, pseudonym);
  return named.length === 0 ? query : params.toString();
}

/** How a reference may stand in bytes: as it is, as JSON and addresses write it, and in UTF-16. */
export function writtenForms(reference: string): Buffer[] {
  const json = JSON.stringify(reference).slice(1, -1);
  const ascii = json.replaceAll(/[^\u0020-\u007e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const texts = new Set([reference, json, ascii, json.replaceAll("/", "\\/"), ascii.replaceAll("/", "\\/"), ...formsOf(reference)]);
  return [...[...texts].map((text) => Buffer.from(text, "utf8")), Buffer.from(reference, "utf16le"), Buffer.from(reference, "utf16le").swap16()];
}

const nameMember = /name|mail|holder/i;

/** What the text itself calls the person, for the free text beside it. */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  rewriteJson(text, (value) => {
    if (value.isString && value.member !== null && nameMember.test(value.member) && isPersonal(value.member, value.scope)) names.push(value.text());
    return null;
  });
  return names.filter((name) => !name.includes(mask));
}

function withoutWords(text: string, { reference, pseudonym, sought }: SoughtPerson): string {
  let without = text;
  for (const written of isTelling(reference) ? formsOf(reference) : []) without = without.replaceAll(written, pseudonym);
  // Whoever is called "paid" changes no state: single words are looked for in sentences alone.
  const isSentence = /[\s+]/.test(text);
  for (const { isPhrase, patterns } of sought) if (isPhrase || isSentence) for (const pattern of patterns) without = without.replaceAll(pattern, mask);
  return without;
}

/** As it is, and as forms and addresses write it; a name that was cut in the middle of an emoji has no such form of its own. */
function formsOf(word: string): readonly string[] {
  const encoded = encodeURIComponent(word.toWellFormed());
  return [...new Set([word, encoded, encoded.replaceAll("%20", "+")])];
}
