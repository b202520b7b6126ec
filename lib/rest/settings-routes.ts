import { getSettings } from "#lib/settings/get-settings";
import { settingsChanges } from "#lib/settings/settings-input";
import { changedSettingsShape, settingsShape } from "#lib/settings/settings-shape";
import { updateSettings } from "#lib/settings/update-settings";
import { defineRoute } from "./define-route.ts";

export const getSettingsRoute = defineRoute({
  method: "GET",
  path: "/settings",
  summary: "What is settled for the whole installation",
  permission: "settings.read",
  responses: { 200: settingsShape },
  run: async ({ actor }) => ({ status: 200, body: await getSettings(actor) }),
});

export const updateSettingsRoute = defineRoute({
  method: "PATCH",
  path: "/settings",
  summary: "Change settings",
  description:
    "Members that are left out stay. The public address, sign-in methods, the length of sessions, retention and the alert webhook need a password that was confirmed within the last 10 minutes, so that no API key changes them. A secret that was made here is told in this one answer only.",
  permission: "settings.write",
  body: settingsChanges,
  responses: { 200: changedSettingsShape },
  run: async ({ actor, body }) => ({ status: 200, body: await updateSettings(actor, body) }),
});
