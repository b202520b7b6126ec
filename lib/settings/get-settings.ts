import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { presentSettings } from "./present-settings.ts";
import type { SettingsView } from "./settings-shape.ts";

/** `GET /settings`. */
export async function getSettings(actor: Actor): Promise<SettingsView> {
  requirePermission(actor, "settings.read");
  return presentSettings(await database().prisma.settings.findUniqueOrThrow({ where: { id: 1 } }));
}
