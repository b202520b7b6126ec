import { z } from "zod";
import { type EventsQuery, eventsQuery } from "#lib/events/list-queries";
import { cardInFilter, membersWithCard } from "#lib/platform/mask-card-text";
import { noteText } from "#lib/transactions/note-text";

const eventFilter = eventsQuery.omit({ limit: true, cursor: true, state: true });

/** Body of `POST /replays`. */
export const replayInput = z.strictObject({
  filter: z
    .record(z.string(), z.string())
    .superRefine((filter, context) => {
      for (const issue of eventFilter.safeParse(filter).error?.issues ?? []) context.addIssue({ code: "custom", message: issue.message, path: issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : issue.path });
      for (const name of membersWithCard(filter)) context.addIssue({ code: "custom", message: cardInFilter, path: [name] });
    })
    .meta({ description: "Names of GET /events, as text; {}: every event that is kept" }),
  endpointIds: z.array(z.string()).max(100).default([]).meta({ description: "Each gets what its own filters take. Left out: every endpoint that is not disabled" }),
  ratePerSecond: z.number().int().min(1).max(10_000).optional().meta({ description: "Deliveries per second at most; left out: as fast as the endpoints take them, behind new events" }),
  reason: noteText.optional().meta({ description: "For colleagues and the audit; needed unless dryRun" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count, and show some" }),
});

/** A stored or given filter as the query of a list, with bare ids. */
export function filterQuery(filter: unknown): EventsQuery {
  return { ...eventFilter.parse(filter), limit: 10 };
}
