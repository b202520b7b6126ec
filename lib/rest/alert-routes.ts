import { z } from "zod";
import { acknowledgeAlert, acknowledgementShape } from "#lib/alerts/acknowledge-alert";
import { alertRowShape, alertShape, channelTestShape } from "#lib/alerts/alert-shape";
import { alertsQuery, getAlert, listAlerts } from "#lib/alerts/list-alerts";
import { testChannels } from "#lib/alerts/test-channels";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "alr_…" }) });

export const listAlertsRoute = defineRoute({
  method: "GET",
  path: "/alerts",
  summary: "What people should know of",
  description: "Newest first. An alert is open until somebody acknowledges it or its condition ends; acknowledged ones open again when it gets worse.",
  permission: "alerts.read",
  query: alertsQuery,
  responses: { 200: page(alertRowShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listAlerts(actor, query) }),
});

export const getAlertRoute = defineRoute({
  method: "GET",
  path: "/alerts/{id}",
  summary: "One alert with its changes",
  permission: "alerts.read",
  params,
  responses: { 200: alertShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getAlert(actor, id) }),
});

export const acknowledgeAlertRoute = defineRoute({
  method: "POST",
  path: "/alerts/{id}/acknowledge",
  summary: "Say that somebody looks after it",
  description: "A second time answers who was the first; one that is resolved stays so.",
  permission: "alerts.acknowledge",
  params,
  responses: { 200: acknowledgementShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await acknowledgeAlert(actor, { id }) }),
});

export const testAlertChannelsRoute = defineRoute({
  method: "POST",
  path: "/alerts/test",
  summary: "Send a test through every channel",
  description: "Sent now, signed like an alert, of type alert.test. Answers what each channel said.",
  permission: "settings.write",
  responses: { 200: channelTestShape },
  run: async ({ actor }) => ({ status: 200, body: await testChannels(actor) }),
});
