import { z } from "zod";
import { type IdNoun, idPrefixes, parsePublicId } from "./ids.ts";

/** The members that every list's query has, as text from a URL. */
export const pageQueryMembers = {
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, "must be a whole number from 1 to 200")
    .transform(Number)
    .refine((limit) => limit <= 200, "must be a whole number from 1 to 200")
    .default(50)
    .meta({ description: "Rows per page, 1 to 200; 50 when left out" }),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the page before" }),
};

/** A moment in a query: RFC 3339 with a zone. */
export const momentText = z.iso.datetime({ offset: true, error: "must be a time such as 2026-11-20T13:00:00Z" }).meta({ description: "RFC 3339 with a zone, such as 2026-11-20T13:00:00Z" });

/** A text to look for. What PostgreSQL cannot hold as text, nothing can have. */
export function searchText(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !text.includes("\0") && text.isWellFormed(), "holds a character that is not text (NUL or half a surrogate pair)");
}

/** A public id of one noun, such as `src_…`; the output is the bare UUID. */
export function publicIdText(noun: IdNoun) {
  return z
    .string()
    .max(100)
    .transform((text, context) => {
      const uuid = parsePublicId(noun, text);
      if (uuid !== null) return uuid;
      context.addIssue({ code: "custom", message: `must be an id that starts with ${idPrefixes[noun]}_` });
      return z.NEVER;
    })
    .meta({ description: `An id that starts with \`${idPrefixes[noun]}_\`` });
}
