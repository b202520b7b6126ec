import { z } from "zod";
import { momentText, pageQueryMembers, publicIdText } from "#lib/platform/page-query";
import { deliveryStatuses } from "./delivery-shape.ts";

/** `GET /deliveries`. Ids come out bare. */
export const deliveriesQuery = z.strictObject({
  endpointId: publicIdText("endpoint").optional(),
  eventId: publicIdText("event").optional(),
  replayId: publicIdText("replay").optional(),
  status: z.enum(deliveryStatuses).optional(),
  from: momentText.optional().meta({ description: "Made at or after" }),
  to: momentText.optional().meta({ description: "Made before" }),
  ...pageQueryMembers,
});
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;
export type DeliveryFilter = Omit<DeliveriesQuery, "limit" | "cursor">;
