/** Headers that HTTP itself, or we, write. */
const ownNames = new Set([
  "connection", "content-encoding", "content-length", "content-type", "cookie", "date", "expect", "host", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
  "transfer-encoding", "upgrade", "user-agent", "via", "x-signature", "x-signature-next",
]);
const ownPrefixes = ["webhook-", "countersign-", "svix-", "sec-", "proxy-"];

/** What is wrong with a header that somebody wants to be sent; `null`: nothing. */
export function headerProblem(name: string, value: string): string | null {
  const lower = name.toLowerCase();
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(lower)) return "must be the name of a header, such as authorization";
  if (lower === "__proto__" || lower === "constructor") return "must be the name of a header, such as authorization";
  if (ownNames.has(lower) || ownPrefixes.some((prefix) => lower.startsWith(prefix))) return "is written by us or by HTTP itself";
  if (value.length > 4_096) return "must not be longer than 4096 characters";
  // Visible ASCII with blanks and tabs inside: what every server reads alike, and nothing that starts another header.
  if (!/^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/.test(value)) return "must be one line of ASCII text without blanks around it";
  return null;
}
