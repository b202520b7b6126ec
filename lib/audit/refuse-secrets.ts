import { type AuditValue, isList } from "./canonical-json.ts";

const secretName = /(^|[a-z_-])(secret|password|passphrase|token|sealed|apikey|privatekey|authorization|cookie|credential)s?$/i;
const secretText = /^v1\.[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{16}\.|cs_[A-Za-z0-9_-]{29,}|whsec_[A-Za-z0-9+/=_-]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\$argon2id\$/;

/** Whether a text has the form of a secret: what people may name things is asked this before, since the audit keeps names for ever. */
export function looksLikeSecret(text: string): boolean {
  return secretText.test(text);
}

/** Throws when a value looks like a secret, by its name or by its form: a mistake of ours, caught before it is kept for ever. */
export function refuseSecrets(value: AuditValue, path = "details"): void {
  if (typeof value === "string") {
    if (looksLikeSecret(value)) throw new Error(`the audit was given something like a secret in ${path}`);
    return;
  }
  if (value === null || typeof value !== "object") return;
  if (isList(value)) {
    value.forEach((item, at) => refuseSecrets(item, `${path}.${String(at)}`));
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const memberPath = `${path}.${name}`;
    // That there was one may be told (`hasSecret: true`, `tokens: 2`); what it was may not.
    const tells = typeof member === "string" || (member !== null && typeof member === "object");
    if (tells && secretName.test(name)) throw new Error(`the audit was given something named like a secret in ${memberPath}`);
    refuseSecrets(member, memberPath);
  }
}
