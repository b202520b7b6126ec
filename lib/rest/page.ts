import { z } from "zod";

/** The body of a list: `{"data":[…],"nextCursor":…}`. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable().meta({ description: "`null` on the last page." }) });
}
