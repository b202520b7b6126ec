import { createHmac, timingSafeEqual } from "node:crypto";
import { type IdNoun, parsePublicId, publicId } from "./ids.ts";
import { installation } from "./installation.ts";
import { Problem } from "./problem.ts";

/** One page of a list, newest first. `nextCursor` is `null` on the last one. */
export interface Page<Item> {
  readonly data: Item[];
  readonly nextCursor: string | null;
}

const macBytes = 12;

/** The UUID after which a page starts. Only cursors that we wrote for lists of this noun are taken; others are `bad_input`. */
export function cursorId(noun: IdNoun, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  return parsePublicId(noun, readCursor(cursor) ?? "") ?? refuseCursor();
}

/** What `writeCursor` was given for a list without ids; `null` where we did not write it. */
export function readCursor(cursor: string): string | null {
  const bytes = Buffer.from(cursor, "base64url");
  const position = bytes.subarray(macBytes).toString("utf8");
  // Decoding ignores stray characters: only the text that we would write again is ours.
  const isOurs = bytes.length > macBytes && bytes.toString("base64url") === cursor && timingSafeEqual(bytes.subarray(0, macBytes), mac(position));
  return isOurs ? position : null;
}

/** Throws `Problem("bad_input")`. */
export function refuseCursor(): never {
  throw new Problem("bad_input", "The cursor is not one that this list gave out. Start again without it.", {
    errors: [{ path: "cursor", message: "must be the nextCursor of an earlier page of this list" }],
  });
}

/** A page from up to `limit + 1` rows: the extra one only tells that there is a next page. */
export function toPage<Row extends { readonly id: string }, Item>(noun: IdNoun, rows: readonly Row[], limit: number, toItem: (row: Row) => Item): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(toItem), nextCursor: rows.length > limit && last !== undefined ? writeCursor(publicId(noun, last.id)) : null };
}

/** The cursor of a row by its public id. */
export function writeCursor(position: string): string {
  return Buffer.concat([mac(position), Buffer.from(position, "utf8")]).toString("base64url");
}

function mac(position: string): Buffer {
  const key = createHmac("sha256", installation().sessionSecret).update("countersign keyset cursor", "utf8").digest();
  return createHmac("sha256", key).update(position, "utf8").digest().subarray(0, macBytes);
}
