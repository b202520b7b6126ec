import { z } from "zod";
import { eventShape } from "./event-shape.ts";

/** Answer of `GET /events/search`. */
export const payloadSearchShape = z
  .object({
    data: z.array(eventShape),
    nextCursor: z.string().nullable().meta({ description: "Not null: only what was received since searchedFrom was looked at; go on with it, also where data is empty" }),
    searchedFrom: z.iso.datetime().meta({ description: "Everything from here to the end of the range (or to where the page before ended) was looked at" }),
  })
  .meta({ id: "PayloadSearch" });
export type PayloadSearch = z.infer<typeof payloadSearchShape>;

/** No range may be longer: payloads are read one by one. */
export const longestSearchDays = 31;
/** No text may be shorter. */
export const shortestSearch = 3;
