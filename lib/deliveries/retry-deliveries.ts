import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { database } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { cursorId, writeCursor } from "#lib/platform/keyset";
import { momentText } from "#lib/platform/page-query";
import { makeDue } from "./change-deliveries.sql.ts";
import { findDeliveriesByIds, findToRetry } from "./delivery-rows.sql.ts";
import { deliveryShape } from "./delivery-shape.ts";
import { presentDelivery } from "./present-delivery.ts";

/** As many as one call takes; the rest follows by `nextCursor`. */
const mostAtOnce = 5_000;
const sampleSize = 10;

const idOf = (noun: "endpoint" | "event", prefix: string) => z.string().refine((id) => parsePublicId(noun, id) !== null, `must be an id that starts with ${prefix}`).optional();

/** Body of `POST /deliveries/retry`. */
export const retryDeliveriesInput = z.strictObject({
  filter: z
    .strictObject({
      endpointId: idOf("endpoint", "end_"),
      eventId: idOf("event", "evt_"),
      status: z.enum(["failed", "canceled", "pending"]).default("failed").meta({ description: "pending: those that wait for a later attempt are sent now" }),
      from: momentText.optional().meta({ description: "Made at or after" }),
      to: momentText.optional().meta({ description: "Made before" }),
    })
    .meta({ description: "The names of GET /deliveries" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count, and show the oldest" }),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the call before, to go on" }),
});

export const retriedDeliveriesShape = z
  .object({
    count: z.number().int().meta({ description: "Deliveries that the filter finds from the cursor on" }),
    sample: z.array(deliveryShape).meta({ description: "The oldest of them, as they were before" }),
    retried: z.number().int().meta({ description: "How many are due now; those of disabled and deleted endpoints are left out" }),
    nextCursor: z.string().nullable().meta({ description: "Not null: there are more; call again with it" }),
  })
  .meta({ id: "RetriedDeliveries" });
export type RetriedDeliveries = z.infer<typeof retriedDeliveriesShape>;

/** Sends many deliveries again, oldest first, up to 5 000 in one call. They wait behind new events. */
export const retryDeliveries = command({
  permission: "deliveries.write",
  input: retryDeliveriesInput,
  run: async ({ actor, tx }, { filter, dryRun, cursor }): Promise<CommandResult<RetriedDeliveries>> => {
    const { pool } = database();
    const bare = { ...filter, endpointId: parsePublicId("endpoint", filter.endpointId ?? "") ?? undefined, eventId: parsePublicId("event", filter.eventId ?? "") ?? undefined };
    const { ids, total } = await findToRetry(pool, bare, cursorId("delivery", cursor), mostAtOnce);
    const sample = await findDeliveriesByIds(pool, ids.slice(0, sampleSize));
    const retried = dryRun ? 0 : (await makeDue(tx, ids)).length;
    const last = ids.at(-1);
    const output = {
      count: total,
      sample: sample.map((row) => presentDelivery(row, may(actor, "deliveries.readDetails"))),
      retried,
      nextCursor: !dryRun && total > ids.length && last !== undefined ? writeCursor(publicId("delivery", last)) : null,
    };
    return { output, audit: retried === 0 ? [] : { action: "delivery.retry_many", subjectType: "delivery", subjectId: null, details: { retried, filter: { ...filter } } } };
  },
});
