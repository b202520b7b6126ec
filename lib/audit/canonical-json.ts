import { z } from "zod";
import type { Sealed } from "#lib/platform/seal";

/** The brand of sealed values, whatever its symbol is called. */
type SealedBrand = Exclude<Extract<keyof Sealed, symbol>, keyof string>;
/** Any text but a sealed secret. */
type PlainText = string & { readonly [brand in SealedBrand]?: never };

export type AuditValue = null | boolean | number | PlainText | readonly AuditValue[] | AuditDetails;
/** What an audit entry tells beside who, what and when: JSON without secrets. A member that is `undefined` is left out. */
export interface AuditDetails {
  readonly [name: string]: AuditValue | undefined;
}

export const auditValue: z.ZodType<AuditValue> = z.lazy(() => z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(auditValue), z.record(z.string(), auditValue)]));

/**
 * JSON with members sorted by UTF-16 code units and without white space, so that equal values have equal text.
 * Numbers must be finite. The text survives PostgreSQL's jsonb: what that cannot hold was replaced by `storable`.
 */
export function canonicalJson(value: AuditValue): string {
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isFinite(value)) throw new Error("an audit entry cannot hold a number that is not finite");
    return JSON.stringify(Object.is(value, -0) ? 0 : value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .flatMap(([name, member]) => (member === undefined ? [] : [{ name, member }]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return `{${members.map(({ name, member }) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

/** The same value with NUL and lone surrogates, which PostgreSQL refuses in text, replaced by U+FFFD; without `__proto__`, which readers drop. */
export function storable(value: AuditValue): AuditValue {
  if (typeof value === "string") return storableText(value);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(storable);
  const members = Object.entries(value).flatMap(([name, member]) => (member === undefined || name === "__proto__" ? [] : [[storableText(name), storable(member)] as const]));
  return Object.fromEntries(members);
}

export function storableText(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

export function isList(value: AuditValue): value is readonly AuditValue[] {
  return Array.isArray(value);
}
