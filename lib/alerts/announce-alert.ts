import type { Pool } from "pg";
import { z } from "zod";
import { findChangedAlerts } from "./alert-rows.sql.ts";
import { type AlertState, channelNames } from "./alert-shape.ts";
import { type Announcement, sendThrough } from "./channels.ts";
import { presentAlert } from "./present-alert.ts";
import { moment } from "./source-conditions.sql.ts";

export const announceAlertPayload = z.object({ changeId: z.uuid(), channel: z.enum(channelNames) });

const heads: Readonly<Record<AlertState, string>> = { open: "Alert", acknowledged: "Acknowledged", resolved: "Resolved" };

/** Tells one change through one channel. Throws where the channel did not take it, so that it is tried again. */
export async function announceAlert(pool: Pool, payload: unknown, nowMs: number): Promise<void> {
  const { changeId, channel } = announceAlertPayload.parse(payload);
  const [row] = await findChangedAlerts(pool, [changeId]);
  if (row === undefined) return;
  const alert = presentAlert(row);
  const state = row.change_state === "resolved" || row.change_state === "acknowledged" ? row.change_state : "open";
  const { outcome, says } = await sendThrough(channel, announcementOf({ ...alert, state }, changeId, row.change_by), nowMs);
  if (outcome === "failed") throw new Error(`an alert was not taken by ${channel}: ${says}`);
}

function announcementOf(alert: ReturnType<typeof presentAlert>, changeId: string, by: string | null): Announcement {
  const since = `Since ${moment(new Date(alert.openedAt))} UTC.`;
  const over = alert.resolvedAt === null ? "It is over." : `It was over at ${moment(new Date(alert.resolvedAt))} UTC.`;
  // A mail may arrive late: it says itself of when it tells.
  const told = alert.state === "open" ? [alert.why, alert.whatToDo, "", since] : alert.state === "resolved" ? [over, since] : [`${by ?? "Somebody"} looks after it.`, alert.why, "", since];
  return {
    id: `alr_${changeId}`,
    type: `alert.${alert.state === "open" ? "opened" : alert.state}`,
    subject: `${heads[alert.state]}: ${alert.title}`,
    lines: [`${alert.title}.`, "", ...told],
    path: alert.state === "open" ? alert.path : `/alerts/${alert.id}`,
    data: alert,
  };
}
