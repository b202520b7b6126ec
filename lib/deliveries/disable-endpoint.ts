import { writeAudited } from "#lib/access/command";
import { wakeAlerts } from "#lib/alerts/wake-alerts.sql";
import { announceEndpoint } from "#lib/endpoints/announce-endpoint.sql";
import type { DisabledReason } from "#lib/endpoints/endpoint-shape";
import { log } from "#lib/platform/log";

const worker = { type: "worker", name: "worker" } as const;

/** Ends the sending to an endpoint that is gone or does nothing but fail, for everybody to see. Changes nothing where it is no longer enabled. */
export async function disableEndpoint(endpointId: string, reason: Exclude<DisabledReason, "by_hand">): Promise<void> {
  const disabled = await writeAudited(worker, async ({ tx }) => {
    const { count } = await tx.endpoint.updateMany({ where: { id: endpointId, status: { not: "disabled" }, deletedAt: null }, data: { status: "disabled", disabledReason: reason, disabledAt: new Date() } });
    if (count === 0) return { output: false, audit: [] };
    await announceEndpoint(tx, endpointId);
    await wakeAlerts(tx);
    return { output: true, audit: { action: "endpoint.disable", subjectType: "endpoint", subjectId: endpointId, details: { reason } } };
  });
  if (disabled) log().error({ endpointId, reason }, "an endpoint was disabled: nothing more is sent to it until somebody enables it");
}
