import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { cancelPending } from "./change-deliveries.sql.ts";
import { deliveryNotFound } from "./get-delivery.ts";

export const canceledDeliveryShape = z.object({ id: z.string().meta({ description: "dlv_…" }), status: z.literal("canceled") }).meta({ id: "CanceledDelivery" });
export type CanceledDelivery = z.infer<typeof canceledDeliveryShape>;

/** Ends a delivery that did not end yet. */
export const cancelDelivery = command({
  permission: "deliveries.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<CanceledDelivery>> => {
    const uuid = parsePublicId("delivery", id);
    const before = uuid === null ? null : await tx.delivery.findUnique({ where: { id: uuid }, select: { status: true } });
    if (uuid === null || before === null) throw deliveryNotFound();
    const [changed] = await cancelPending(tx, [uuid]);
    if (changed === undefined) throw new Problem("conflict", "This delivery has ended: there is nothing to cancel.");
    return { output: { id, status: "canceled" }, audit: { action: "delivery.cancel", subjectType: "delivery", subjectId: uuid, details: {} } };
  },
});
