import { z } from "zod";
import { type IdNoun, parsePublicId, publicId } from "./ids.ts";
import { Problem } from "./problem.ts";

/** One page of a list, newest first. `nextCursor` is `null` on the last one. */
export interface Page<Item> {
  readonly data: readonly Item[];
  readonly nextCursor: string | null;
}

/** The members that every list's query has, as text from a URL. */
export const pageQueryMembers = {
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, "must be a whole number from 1 to 200")
    .transform(Number)
    .refine((limit) => limit <= 200, "must be a whole number from 1 to 200")
    .default(50)
    .meta({ description: "Rows per page, 1 to 200; 50 when left out" }),
  cursor: z.string().max(100).optional().meta({ description: "`nextCursor` of the page before" }),
};

/** A moment in a query: RFC 3339 with a zone. */
export const momentText = z.iso.datetime({ offset: true }).meta({ description: "RFC 3339 with a zone, such as 2026-11-20T13:00:00Z" });

/** A public id of one noun, such as `src_…`; the output is the bare UUID. */
export function publicIdText(noun: IdNoun) {
  return z
    .string()
    .max(100)
    .transform((text, context) => {
      const uuid = parsePublicId(noun, text);
      if (uuid !== null) return uuid;
      context.addIssue({ code: "custom", message: `must be an id such as ${publicId(noun, "0197…")}` });
      return z.NEVER;
    });
}

/** The UUID after which a page starts. Cursors are ids of the last row; anything else is refused. */
export function cursorId(noun: IdNoun, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const uuid = parsePublicId(noun, cursor);
  if (uuid === null) {
    throw new Problem("bad_input", "The cursor is not one that this list gave out. Start again without it.", {
      errors: [{ path: "cursor", message: "must be the nextCursor of an earlier page of this list" }],
    });
  }
  return uuid;
}

/** A page from up to `limit + 1` rows: the extra one only tells that there is a next page. */
export function toPage<Row extends { readonly id: string }, Item>(noun: IdNoun, rows: readonly Row[], limit: number, toItem: (row: Row) => Item): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(toItem), nextCursor: rows.length > limit && last !== undefined ? publicId(noun, last.id) : null };
}
