import { wakeAlerts } from "#lib/alerts/wake-alerts.sql";
import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import { auditedSettings } from "./audited-settings.ts";
import { findEndpointToWrite } from "./find-endpoint.ts";
import { presentEndpoint } from "./present-endpoint.ts";

/** Ends an endpoint for good: secrets and headers are gone, what waits for it is canceled, its deliveries stay readable. */
export const deleteEndpoint = command({
  permission: "endpoints.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<null>> => {
    const before = await findEndpointToWrite(tx, id);
    const now = new Date(systemClock.now());
    await tx.endpointSecret.deleteMany({ where: { endpointId: before.id } });
    await tx.endpointChange.deleteMany({ where: { endpointId: before.id } });
    await tx.endpoint.update({ where: { id: before.id }, data: { deletedAt: now, sealedHeaders: null, status: "disabled", disabledReason: "by_hand", disabledAt: now } });
    await announceEndpoint(tx, before.id);
    await wakeAlerts(tx);
    const fingerprints = before.secrets.map(({ fingerprint }) => fingerprint);
    return {
      output: null,
      audit: { action: "endpoint.delete", subjectType: "endpoint", subjectId: before.id, details: { ...auditedSettings(presentEndpoint(before, now.getTime(), true)), fingerprints } },
    };
  },
});
