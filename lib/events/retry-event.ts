import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { requeueFailed } from "./failed-events.sql.ts";
import { eventNotFound } from "./get-event.ts";

/** That an event waits for the worker again. */
export const retriedShape = z.object({ id: z.string().meta({ description: "evt_…" }), state: z.literal("pending") }).meta({ id: "RetriedEvent" });
export type Retried = z.infer<typeof retriedShape>;

/** Has the worker read an event again that it had set aside. Throws `Problem("conflict")` for one that did not fail. */
export const retryEvent = command({
  permission: "events.retry",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<Retried>> => {
    const uuid = parsePublicId("event", id);
    if (uuid === null) throw eventNotFound();
    const before = await tx.event.findUnique({ where: { id: uuid }, select: { error: true } });
    if (before === null) throw eventNotFound();
    // Decided by the update itself: of two retries at once, one finds nothing that failed.
    const [requeued] = await requeueFailed(tx, [uuid]);
    if (requeued === undefined) throw new Problem("conflict", "This event has not failed: it was read, or waits to be read. To fold its transaction again, rebuild the transaction.");
    return { output: { id, state: "pending" }, audit: { action: "event.retry", subjectType: "event", subjectId: uuid, details: { error: before.error } } };
  },
});
