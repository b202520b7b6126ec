import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { makeDue } from "./change-deliveries.sql.ts";
import { deliveryNotFound } from "./get-delivery.ts";

/** That a delivery is due now. */
export const retriedDeliveryShape = z.object({ id: z.string().meta({ description: "dlv_…" }), status: z.literal("pending") }).meta({ id: "RetriedDelivery" });
export type RetriedDelivery = z.infer<typeof retriedDeliveryShape>;

/** Sends a delivery now: one that failed or was canceled, or one that waits for a later attempt. */
export const retryDelivery = command({
  permission: "deliveries.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<RetriedDelivery>> => {
    const uuid = parsePublicId("delivery", id);
    const before = uuid === null ? null : await tx.delivery.findUnique({ where: { id: uuid }, select: { status: true } });
    if (uuid === null || before === null) throw deliveryNotFound();
    const [changed] = await makeDue(tx, [uuid]);
    if (changed === undefined) throw refusal(before.status);
    return { output: { id, status: "pending" }, audit: { action: "delivery.retry", subjectType: "delivery", subjectId: uuid, details: { before: before.status } } };
  },
});

function refusal(status: string): Problem {
  if (status === "succeeded") return new Problem("conflict", "This delivery succeeded. To send the event once more, replay it.");
  return new Problem("conflict", "Nothing was changed: an attempt is under way at this moment, or the endpoint is disabled or deleted. Wait for the attempt, or enable the endpoint first.");
}
