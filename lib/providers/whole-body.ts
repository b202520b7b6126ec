import { decodeUtf8 } from "#lib/signing/utf8-text";
import { type Payload, readPayload, textAt } from "./payload.ts";

// Where the whole body is signed, the door reads it with the native parser: what it takes from it
// (an id, a flag) needs no exact numbers, and a lexical reading would cost ten times as much.

export type NativeRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** The body's JSON by the native parser; not ok when it is not JSON in UTF-8. */
export function readNative(body: Uint8Array): NativeRead {
  const text = decodeUtf8(body);
  if (text === null) return { ok: false };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false };
    throw error;
  }
}

/** An own member, never one of the prototype; `undefined` where there is none. */
export function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/**
 * The text of a member at the top level that serves as an id: strings and numbers, not empty.
 * A number beyond 2^53 is read again lexically, so that two ids never collapse into one.
 */
export function identityText(native: unknown, name: string, body: Uint8Array): string | null {
  const value = ownMember(native, name);
  if (typeof value === "string") return value === "" ? null : value;
  if (typeof value !== "number") return null;
  if (Number.isSafeInteger(value)) return String(value);
  const payload: Payload | null = readPayload(body);
  return textAt(payload?.value ?? null, name);
}
