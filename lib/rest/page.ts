import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { derivedKey } from "#lib/access/derived-key";
import { Problem } from "#lib/platform/problem";

export const defaultLimit = 50;
export const largestLimit = 200;

const macBytes = 12;

/** The query members of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[0-9]{1,3}$/, { error: `A whole number from 1 to ${String(largestLimit)}.` })
    .transform(Number)
    .pipe(z.number().min(1, { error: "At least 1." }).max(largestLimit, { error: `At most ${String(largestLimit)}.` }))
    .default(defaultLimit)
    .meta({ description: `How many, 1 to ${String(largestLimit)}.` }),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the page before." }),
} as const;

/** The body of a list: `{"data":[…],"nextCursor":…}`. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable().meta({ description: "`null` on the last page." }) });
}

/** A cursor that only we can write, and that holds for one list alone. */
export function writeCursor(list: string, position: string): string {
  return Buffer.concat([mac(list, position), Buffer.from(position, "utf8")]).toString("base64url");
}

/** The position in a cursor of this list. Throws `Problem("bad_input")` for anything that we did not write. */
export function readCursor(list: string, cursor: string): string {
  const bytes = Buffer.from(cursor, "base64url");
  const position = bytes.subarray(macBytes).toString("utf8");
  if (bytes.length <= macBytes || bytes.toString("base64url") !== cursor || !timingSafeEqual(bytes.subarray(0, macBytes), mac(list, position))) {
    throw new Problem("bad_input", "Some query parameters are not as they should be.", {
      errors: [{ path: "cursor", message: "This is no cursor of this list: take nextCursor from the page before, or leave it out to start at the newest." }],
    });
  }
  return position;
}

function mac(list: string, position: string): Buffer {
  return createHmac("sha256", derivedKey("cursor")).update(`${list}\n${position}`, "utf8").digest().subarray(0, macBytes);
}
