import { isPersonal, noScope } from "./personal-members.ts";
import { type JsonValue, rewriteJson } from "./rewrite-json.ts";

const mask = "***";
/** What stands for all of a body whose letters nobody can tell. */
export const personalMask = mask;

/**
 * Puts `***` for names, e-mail addresses, telephone numbers, postal addresses, IP addresses and card holders in JSON
 * text; every other byte, all numbers' digits included, stays as it is. Takes broken JSON and forms too.
 * Good JSON stays good JSON.
 */
export function maskPersonal(text: string): string {
  const first = text.trimStart().charAt(0);
  if (first === "{" || first === "[" || first === '"') return maskJson(text);
  if (first === "<") return maskEmails(maskElements(text));
  if (text.startsWith("--")) return maskEmails(maskParts(text));
  const masked = maskForm(text);
  // Something stands before it, such as the name of a function.
  return maskEmails(/[{[]/.test(masked) && masked.includes('"') ? maskJson(masked) : masked);
}

/** What stands before a body where both are signed together: an id, a time, each with a full stop behind it. */
const signedPrefix = /^[^={[<&]*\.(?=\s*[{[<])/;

/** The same for a text that was signed: behind such a beginning nobody would see that JSON or XML follows. */
export function maskSignedText(text: string): string {
  // Letters of an alphabet that was not read as what it is.
  if (/\0|\ufffd\\/.test(text)) return mask;
  const [prefix = ""] = signedPrefix.exec(text.slice(0, 1_000)) ?? [];
  return maskEmails(prefix) + maskPersonal(text.slice(prefix.length));
}

function maskJson(text: string): string {
  return rewriteJson(text, maskedValue);
}

/** What stands for a value, `null` when it stays. */
export function maskedValue({ raw, isString, member, scope }: JsonValue): string | null {
  if (raw === '""' || raw === "null" || raw === "true" || raw === "false") return null;
  if (member !== null && isPersonal(member, scope)) return `"${mask}"`;
  if (!isString) return null;
  // A text with a message inside, or with an address whose at sign is written as an escape.
  if (holdsMessage.test(raw) || holdsForm.test(raw) || writtenAt.test(raw)) return maskedInside(raw);
  const masked = maskEmails(raw);
  return masked === raw ? null : masked;
}

const holdsMessage = /^"\s*(?:\\[ntr])*[[{<]/;
const holdsForm = /^"[\w%.[\]-]{1,100}=/;
const writtenAt = /\\u0040/i;

/** Looks into good strings alone, which halves what is left at every level; what a broken one holds nobody can tell. */
function maskedInside(raw: string): string | null {
  let text: string;
  try {
    text = String(JSON.parse(raw));
  } catch {
    return `"${mask}"`;
  }
  const masked = maskEmails(maskPersonal(text));
  return masked === text ? null : JSON.stringify(masked);
}

function maskForm(text: string): string {
  if (!text.includes("=")) return text;
  return text
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      if (equals <= 0 || equals >= 200) return pair;
      const name = pair.slice(0, equals);
      const value = pair.slice(equals + 1);
      if (isPersonal(dottedName(name), noScope) || writtenAddress.test(value)) return `${name}=${mask}`;
      return /^%(?:7B|5B)/i.test(value) ? `${name}=${maskWritten(value)}` : pair;
    })
    .join("&");
}

/** An e-mail address as a form writes its at sign. */
const writtenAddress = /[\w.+-]%40[\w-]/i;

/** JSON in a form's field. Escapes that are none hide it as a whole. */
function maskWritten(value: string): string {
  try {
    const text = decodeURIComponent(value.replaceAll("+", " "));
    const masked = maskJson(text);
    return masked === text ? value : encodeURIComponent(masked);
  } catch {
    return mask;
  }
}

const partName = /^[^]{0,1000}?\bname="?([\w%.[\]-]{1,200})/;

/** Parts of `multipart/form-data`, each judged by its name. */
function maskParts(text: string): string {
  return text
    .split(/(?<=\n)(?=--)/)
    .map((part) => {
      const start = /\r?\n\r?\n/.exec(part);
      if (start === null) return part;
      const valueAt = start.index + start[0].length;
      const name = partName.exec(part.slice(0, start.index))?.[1];
      const value = part.slice(valueAt);
      return part.slice(0, valueAt) + (name !== undefined && isPersonal(dottedName(name), noScope) ? `${mask}${/\r?\n$/.exec(value)?.[0] ?? ""}` : value.startsWith("--") ? value : maskPersonal(value));
    })
    .join("");
}

/** `customer[name]` and `customer%5Bname%5D` are what JSON calls `customer.name`. */
function dottedName(name: string): string {
  return name.replaceAll(/%5b|\[/gi, ".").replaceAll(/%5d|\]/gi, "");
}

const element = /(<([\w:.-]{1,100})(?:\s[^<>]{0,1000})?>)(<!\[CDATA\[[^\]<]{0,1000}\]\]>|[^<>]+)(?=<)/g;
const attribute = /(\s([\w:.-]{1,100})=)("[^"<>]*"|'[^'<>]*')/g;

function maskElements(text: string): string {
  const isNamed = (name: string): boolean => isPersonal(name.slice(name.lastIndexOf(":") + 1), noScope);
  return text
    .replaceAll(element, (whole: string, tag: string, name: string, content: string) => (isNamed(name) && content.trim() !== "" ? `${tag}${mask}` : whole))
    .replaceAll(attribute, (whole: string, start: string, name: string) => (isNamed(name) ? `${start}"${mask}"` : whole));
}

/** A header's value: a person's by its name (`x-customer-email`), or with an address in it. */
export function maskHeader(name: string, value: string): string {
  if (value === "") return value;
  return isPersonal(name.replace(/^x-/i, "").replaceAll("-", "."), noScope) && !ofServer.test(name) ? mask : maskEmails(value);
}

/** Which server called is no matter of a person. */
const ofServer = /(?:^|-)(?:real|client|connecting)-?ip$/i;

const localPart = /[\w.%+-]/;
const domainPart = /[A-Za-z0-9.-]/;

/** Each at sign, also as addresses of pages write it, with what can belong to an address around it (RFC 5321: 64 before, 255 after); linear in the length. */
export function maskEmails(text: string): string {
  let out = "";
  let copied = 0;
  for (const { 0: sign, index: at } of text.matchAll(/@|%40/g)) {
    let start = at;
    while (start > copied && at - start < 64 && localPart.test(text.charAt(start - 1))) start -= 1;
    let end = at + sign.length;
    while (end < text.length && end - at < 256 && domainPart.test(text.charAt(end))) end += 1;
    const domain = text.slice(at + sign.length, end).replace(/\.+$/, "");
    if (start === at || !domain.includes(".")) continue;
    start = besideEscape(text, start);
    if (start < copied || start >= at) continue;
    out += text.slice(copied, start) + mask;
    copied = at + sign.length + domain.length;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** A start that leaves no half of an escape behind: the letter of `\\n` stays, `\\u0041` goes as a whole. */
function besideEscape(text: string, start: number): number {
  let backslashes = 0;
  while (text.charAt(start - 1 - backslashes) === "\\") backslashes += 1;
  if (backslashes % 2 === 0) return start;
  return text.charAt(start) === "u" ? start - 1 : start + 1;
}
