import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { parsePublicId } from "#lib/platform/ids";
import type { DeliveryDetail } from "./delivery-shape.ts";
import { readDelivery } from "./get-delivery.ts";

/** One delivery with what its target answered as it came; that somebody looked is in the audit. */
export const unmaskDelivery = command({
  permission: "personal.read",
  input: z.strictObject({ id: z.string().max(100) }),
  run: async ({ actor }, { id }): Promise<CommandResult<DeliveryDetail>> => {
    requirePermission(actor, "deliveries.readDetails");
    const output = await readDelivery(actor, id, true);
    return { output, audit: { action: "delivery.unmask", subjectType: "delivery", subjectId: parsePublicId("delivery", id), details: {} } };
  },
});
