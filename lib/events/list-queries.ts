import { z } from "zod";
import { momentText, pageQueryMembers, publicIdText, searchText } from "#lib/platform/page-query";
import { eventStates } from "./event-shape.ts";
import { requestKinds, requestOutcomes } from "./request-shape.ts";

const range = {
  from: momentText.optional().meta({ description: "Received at or after" }),
  to: momentText.optional().meta({ description: "Received before" }),
};

/** `GET /events`. Unknown members are refused. `sourceId` comes out as a bare UUID. */
export const eventsQuery = z.strictObject({
  sourceId: publicIdText("source").optional(),
  type: searchText(200).optional().meta({ description: "A normalised type, or a family such as payment.*" }),
  providerType: searchText(200).optional(),
  mode: z.enum(["test", "live"]).optional(),
  transactionId: publicIdText("transaction").optional(),
  state: z.enum(eventStates).optional().meta({ description: "failed: could not be read, and waits for POST /events/{id}/retry" }),
  reference: searchText(500).optional().meta({ description: "One of the event's references, exactly" }),
  q: searchText(500).optional().meta({ description: "A reference, or the id of an event or a request" }),
  ...range,
  ...pageQueryMembers,
});
export type EventsQuery = z.output<typeof eventsQuery>;

/** `GET /requests`. */
export const requestsQuery = z.strictObject({
  sourceId: publicIdText("source").optional(),
  outcome: z.enum(requestOutcomes).optional(),
  kind: z.enum(requestKinds).optional(),
  mode: z.enum(["test", "live"]).optional(),
  ...range,
  ...pageQueryMembers,
});
export type RequestsQuery = z.output<typeof requestsQuery>;
