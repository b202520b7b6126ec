import { type LexicalJson, parseLexicalJson } from "#lib/signing/lexical-json";
import { decodeUtf8 } from "#lib/signing/utf8-text";

/** A body read for its content, with exact numbers. */
export interface Payload {
  readonly value: LexicalJson;
  readonly duplicates: readonly string[];
}

/** The JSON of a body, `null` when it is none. */
export function readPayload(body: Uint8Array): Payload | null {
  const text = decodeUtf8(body);
  const parsed = text === null ? null : parseLexicalJson(text);
  return parsed !== null && parsed.ok ? { value: parsed.value, duplicates: parsed.duplicates } : null;
}

/** The member behind names, `null` where one is missing or not in an object. */
export function memberOf(value: LexicalJson | null, ...names: readonly string[]): LexicalJson | null {
  let at = value;
  for (const name of names) at = at?.kind === "object" ? (at.members.get(name) ?? null) : null;
  return at;
}

/** Text of a string, number or boolean; `null` for everything else. */
export function scalarOf(value: LexicalJson | null): string | null {
  return value?.kind === "string" || value?.kind === "number" || value?.kind === "boolean" ? value.text : null;
}

/** Text of the string or number behind names; `null` for everything else, empty text included. */
export function textAt(value: LexicalJson | null, ...names: readonly string[]): string | null {
  const found = memberOf(value, ...names);
  return (found?.kind === "string" || found?.kind === "number") && found.text !== "" ? found.text : null;
}

/** An object's id: the text itself, or the member `id` of an expanded object. */
export function idAt(value: LexicalJson | null, ...names: readonly string[]): string | null {
  return textAt(value, ...names) ?? textAt(memberOf(value, ...names), "id");
}

/** RFC 6901. `null` where it leads nowhere. */
export function valueAtPointer(value: LexicalJson, pointer: string): LexicalJson | null {
  let at: LexicalJson | null = value;
  for (const part of pointer === "" ? [] : pointer.slice(1).split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (at?.kind === "array") at = /^(?:0|[1-9]\d{0,8})$/.test(name) ? (at.items[Number(name)] ?? null) : null;
    else at = memberOf(at, name);
  }
  return at;
}
