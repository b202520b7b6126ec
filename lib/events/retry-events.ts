import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { database } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { cursorId, writeCursor } from "#lib/platform/keyset";
import { momentText } from "#lib/platform/page-query";
import { eventShape } from "./event-shape.ts";
import { findFailed, requeueFailed } from "./failed-events.sql.ts";
import { presentEvent } from "./present-event.ts";

/** As many as one call takes; the rest follows by `nextCursor`. */
const mostAtOnce = 2_000;
const sampleSize = 10;

/** Body of `POST /events/retry`. */
export const retryManyInput = z.strictObject({
  filter: z
    .strictObject({
      sourceId: z.string().refine((id) => parsePublicId("source", id) !== null, "must be an id that starts with src_").optional(),
      mode: z.enum(["test", "live"]).optional(),
      from: momentText.optional().meta({ description: "Received at or after" }),
      to: momentText.optional().meta({ description: "Received before" }),
    })
    .default({})
    .meta({ description: "Left out: every failed event" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count, and show the oldest" }),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the call before, to go on" }),
});

export const retriedManyShape = z
  .object({
    count: z.number().int().meta({ description: "Failed events that the filter finds from the cursor on" }),
    sample: z.array(eventShape).meta({ description: "The oldest of them, as they were before" }),
    retried: z.number().int().meta({ description: "How many wait for the worker now" }),
    nextCursor: z.string().nullable().meta({ description: "Not null: there are more; call again with it" }),
  })
  .meta({ id: "RetriedMany" });
export type RetriedMany = z.infer<typeof retriedManyShape>;

/** Has the worker read many failed events again, oldest first, up to 2 000 in one call. */
export const retryEvents = command({
  permission: "events.retry",
  input: retryManyInput,
  run: async ({ tx }, { filter, dryRun, cursor }): Promise<CommandResult<RetriedMany>> => {
    const { ids, sample, total } = await findFailed(database().pool, { ...filter, sourceId: parsePublicId("source", filter.sourceId ?? "") }, cursorId("event", cursor), { ids: mostAtOnce, sample: sampleSize });
    const retried = dryRun ? 0 : (await requeueFailed(tx, ids)).length;
    const last = ids.at(-1);
    const isMore = !dryRun && total > ids.length && last !== undefined;
    const output = { count: total, sample: sample.map(presentEvent), retried, nextCursor: isMore ? writeCursor(publicId("event", last)) : null };
    return { output, audit: retried === 0 ? [] : { action: "event.retry_many", subjectType: "event", subjectId: null, details: { retried, filter: { ...filter } } } };
  },
});
