import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import type { AlertState } from "./alert-shape.ts";
import { recordPersonsChange } from "./alert-states.sql.ts";
import { alertId, alertNotFound } from "./alert-id.ts";
import { configuredChannels } from "./configured-channels.ts";

export const acknowledgementShape = z
  .object({ id: z.string(), state: z.enum(["acknowledged", "resolved"]), acknowledgedAt: z.iso.datetime().nullable(), acknowledgedBy: z.string().nullable() })
  .meta({ id: "AlertAcknowledgement" });
export type AlertAcknowledgement = z.infer<typeof acknowledgementShape>;

/** Says that somebody looks after it. A second time changes nothing and answers who was the first; one that is resolved stays so. */
export const acknowledgeAlert = command({
  permission: "alerts.acknowledge",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<AlertAcknowledgement>> => {
    const uuid = alertId(id);
    const at = new Date(systemClock.now());
    const { count } = await tx.alert.updateMany({ where: { id: uuid, state: "open" }, data: { state: "acknowledged", acknowledgedAt: at, acknowledgedBy: actor.name } });
    const alert = await tx.alert.findUnique({ where: { id: uuid } });
    if (alert === null) throw alertNotFound();
    const state: AlertState = alert.state === "resolved" ? "resolved" : "acknowledged";
    const output = { id, state, acknowledgedAt: alert.acknowledgedAt?.toISOString() ?? null, acknowledgedBy: alert.acknowledgedBy } as const;
    if (count === 0) return { output, audit: [] };
    await recordPersonsChange(tx, { alertId: uuid, state, by: actor.name, at }, await configuredChannels());
    return { output, audit: { action: "alert.acknowledge", subjectType: "alert", subjectId: uuid, details: { rule: alert.rule, source: alert.sourceId, endpoint: alert.endpointId } } };
  },
});
