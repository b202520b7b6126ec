import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers, publicIdText } from "#lib/platform/page-query";
import { type AlertCounts, countOpenAlerts, findAlert, findAlerts } from "./alert-rows.sql.ts";
import { type Alert, type AlertRow, alertRules, alertStates } from "./alert-shape.ts";
import { alertId, alertNotFound } from "./alert-id.ts";
import { presentAlert } from "./present-alert.ts";

/** `GET /alerts`. */
export const alertsQuery = z.strictObject({
  ...pageQueryMembers,
  state: z.enum([...alertStates, "unresolved"]).optional().meta({ description: "unresolved: open or acknowledged" }),
  rule: z.enum(alertRules).optional(),
  sourceId: publicIdText("source").optional(),
  endpointId: publicIdText("endpoint").optional(),
});
export type AlertsQuery = z.output<typeof alertsQuery>;

/** Alerts by filter, newest first. */
export async function listAlerts(actor: Actor, query: AlertsQuery): Promise<Page<AlertRow>> {
  requirePermission(actor, "alerts.read");
  const rows = await findAlerts(database().pool, query, cursorId("alert", query.cursor), query.limit + 1);
  return toPage("alert", rows, query.limit, presentAlert);
}

/** `GET /alerts/{id}`. */
export async function getAlert(actor: Actor, id: string): Promise<Alert> {
  requirePermission(actor, "alerts.read");
  const { pool, prisma } = database();
  const row = await findAlert(pool, alertId(id));
  if (row === null) throw alertNotFound();
  const changes = await prisma.alertChange.findMany({ where: { alertId: row.id }, orderBy: { id: "desc" }, take: 200 });
  return {
    ...presentAlert(row),
    id: publicId("alert", row.id),
    changes: changes.map(({ state, at, by }) => ({ state: alertStates.find((known) => known === state) ?? "open", at: at.toISOString(), by })),
  };
}

/** How many alerts wait for somebody: for the navigation and what stands above every page. */
export async function countAlerts(actor: Actor): Promise<AlertCounts> {
  requirePermission(actor, "alerts.read");
  return countOpenAlerts(database().pool);
}

const loudShown = 20;

/** Open alerts that stand above every page. */
export async function loudAlerts(actor: Actor): Promise<readonly AlertRow[]> {
  requirePermission(actor, "alerts.read");
  return (await findAlerts(database().pool, { state: "open", loud: true }, null, loudShown)).map(presentAlert);
}
