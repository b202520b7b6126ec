import { isPersonal, noScope } from "./personal-members.ts";
import { type JsonValue, rewriteJson } from "./rewrite-json.ts";

const mask = "***";

/**
 * Puts `***` for names, e-mail addresses, telephone numbers, postal addresses, IP addresses and card holders in JSON
 * text; every other byte, all numbers' digits included, stays as it is. Takes broken JSON and forms too.
 * Good JSON stays good JSON.
 */
export function maskPersonal(text: string): string {
  const first = text.trimStart().charAt(0);
  if (first === "{" || first === "[" || first === '"') return maskJson(text);
  return maskEmails(first === "<" ? maskElements(text) : maskForm(text));
}

/** What stands before a body where both are signed together: an id, a time, each with a full stop behind it. */
const signedPrefix = /^[^={[<&]*\.(?=\s*[{[<])/;

/** The same for a text that was signed: behind such a beginning nobody would see that JSON or XML follows. */
export function maskSignedText(text: string): string {
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
  if (!isString || !raw.includes("@")) return null;
  const masked = maskEmails(raw);
  return masked === raw ? null : masked;
}

function maskForm(text: string): string {
  if (!text.includes("=")) return text;
  return text
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      if (equals <= 0 || equals >= 200) return pair;
      const name = pair.slice(0, equals);
      return isPersonal(dottedName(name), noScope) || writtenAddress.test(pair.slice(equals)) ? `${name}=${mask}` : pair;
    })
    .join("&");
}

/** An e-mail address as a form writes its at sign. */
const writtenAddress = /[\w.+-]%40[\w-]/i;

/** `customer[name]` and `customer%5Bname%5D` are what JSON calls `customer.name`. */
function dottedName(name: string): string {
  return name.replaceAll(/%5b|\[/gi, ".").replaceAll(/%5d|\]/gi, "");
}

const element = /(<([\w:.-]{1,100})(?:\s[^<>]{0,1000})?>)([^<>]+)(?=<)/g;
const attribute = /(\s([\w:.-]{1,100})=)("[^"<>]*"|'[^'<>]*')/g;

function maskElements(text: string): string {
  const isNamed = (name: string): boolean => isPersonal(name.slice(name.lastIndexOf(":") + 1), noScope);
  return text
    .replaceAll(element, (whole: string, tag: string, name: string, content: string) => (isNamed(name) && content.trim() !== "" ? `${tag}${mask}` : whole))
    .replaceAll(attribute, (whole: string, start: string, name: string) => (isNamed(name) ? `${start}"${mask}"` : whole));
}

const localPart = /[\w.%+-]/;
const domainPart = /[A-Za-z0-9.-]/;

/** Each at sign with what can belong to an address around it (RFC 5321: 64 before, 255 after); linear in the length. */
export function maskEmails(text: string): string {
  let out = "";
  let copied = 0;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > copied && at - start < 64 && localPart.test(text.charAt(start - 1))) start -= 1;
    let end = at + 1;
    while (end < text.length && end - at < 256 && domainPart.test(text.charAt(end))) end += 1;
    const domain = text.slice(at + 1, end).replace(/\.+$/, "");
    if (start === at || !domain.includes(".")) continue;
    start = besideEscape(text, start);
    if (start < copied || start >= at) continue;
    out += text.slice(copied, start) + mask;
    copied = at + 1 + domain.length;
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
