import { z } from "zod";

/** The lists whose filters can be saved. */
export const viewLists = ["transactions", "events", "requests"] as const;
export type ViewList = (typeof viewLists)[number];

/** A filter that somebody gave a name. */
export const viewShape = z
  .object({
    id: z.string().meta({ description: "viw_…" }),
    list: z.enum(viewLists),
    name: z.string(),
    query: z.string().meta({ description: "The query string of GET on that list, without `?`, limit and cursor" }),
    shared: z.boolean().meta({ description: "Everybody sees it" }),
    own: z.boolean().meta({ description: "Yours" }),
    owner: z.string().nullable().meta({ description: "Name of the person who made it" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "View" });
export type View = z.infer<typeof viewShape>;
