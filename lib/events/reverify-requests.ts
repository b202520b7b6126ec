import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { database } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { cursorId, writeCursor } from "#lib/platform/keyset";
import { momentText } from "#lib/platform/page-query";
import { processKeptRequest } from "#lib/receiving/process-kept-request";
import { presentRequest } from "./present-request.ts";
import { findReverifiable } from "./request-rows.sql.ts";
import { requestShape } from "./request-shape.ts";

/** As many as one transaction takes; the rest follows by `nextCursor`. */
const mostAtOnce = 200;
const sampleSize = 10;

/** Body of `POST /requests/reverify`. */
export const reverifyManyInput = z.strictObject({
  filter: z.strictObject({
    sourceId: z.string().refine((id) => parsePublicId("source", id) !== null, "must be an id that starts with src_").optional(),
    outcome: z.enum(["rejected", "quarantined"]).optional().meta({ description: "Both when left out" }),
    reason: z.string().min(1).max(100).optional(),
    from: momentText.optional(),
    to: momentText.optional(),
  }),
  dryRun: z.boolean().default(false).meta({ description: "Only count, and show the oldest" }),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the call before, to go on" }),
});

export const reverifiedManyShape = z
  .object({
    count: z.number().int().meta({ description: "Requests that the filter finds from the cursor on and that can be verified again" }),
    sample: z.array(requestShape).meta({ description: "The oldest of them" }),
    tried: z.number().int(),
    released: z.number().int().meta({ description: "Of those tried, how many passed and were processed" }),
    eventIds: z.array(z.string()),
    nextCursor: z.string().nullable().meta({ description: "Not null: there are more; call again with it" }),
  })
  .meta({ id: "ReverifiedMany" });
export type ReverifiedMany = z.infer<typeof reverifiedManyShape>;

/** Verifies many kept requests again, oldest first, up to 200 in one call. */
export const reverifyRequests = command({
  permission: "requests.reverify",
  input: reverifyManyInput,
  run: async ({ actor, tx }, { filter, dryRun, cursor }): Promise<CommandResult<ReverifiedMany>> => {
    const { rows, total } = await findReverifiable(database().pool, { ...filter, sourceId: parsePublicId("source", filter.sourceId ?? "") }, cursorId("request", cursor), mostAtOnce);
    const sample = rows.slice(0, sampleSize).map((row) => presentRequest(row, may(actor, "sources.readDetails")));
    const eventIds: string[] = [];
    let released = 0;
    for (const { id } of dryRun ? [] : rows) {
      const verdict = await processKeptRequest(tx, id);
      if (verdict.kind !== "released") continue;
      released += 1;
      eventIds.push(...verdict.eventIds.map((eventId) => publicId("event", eventId)));
    }
    const last = rows.at(-1);
    const isMore = total > rows.length && last !== undefined;
    const output = { count: total, sample, tried: dryRun ? 0 : rows.length, released, eventIds, nextCursor: isMore && !dryRun ? writeCursor(publicId("request", last.id)) : null };
    return { output, audit: dryRun ? [] : { action: "request.reverify_many", subjectType: "request", subjectId: null, details: { tried: rows.length, released, filter: { ...filter } } } };
  },
});
