import type { Settings as SettingsRecord } from "#lib/platform/database/generated/client";
import { installation } from "#lib/platform/installation";
import { readSettings, type Settings, settingsOf } from "./read-settings.ts";
import type { SettingsView } from "./settings-shape.ts";

/** The settings as people and scripts see them: of the webhook's secret only its fingerprint. */
export function presentSettings(row: SettingsRecord): SettingsView {
  const { publicUrl: chosen, alertChannels, ...settings } = settingsOf(row);
  const { publicUrl, defaultPublicUrl, isPublicUrlFixed } = installation();
  const { webhookUrl, mailTo, sealedSecret } = alertChannels;
  return {
    ...settings,
    publicUrl: isPublicUrlFixed ? publicUrl : (chosen ?? defaultPublicUrl),
    publicUrlFrom: isPublicUrlFixed ? "environment" : chosen === null ? "start" : "settings",
    alertChannels: { mailTo: [...mailTo], webhookUrl, webhookSecretFingerprint: sealedSecret === null ? null : installation().fingerprint(openAlertSecret(sealedSecret)) },
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What the seal of the secret that signs alerts is bound to. */
export const alertSecretBinding = { purpose: "alert_webhook", rowId: "1" } as const;

export function openAlertSecret(sealed: string): string {
  return installation().ring.open(sealed, alertSecretBinding);
}

/** Where alerts are posted to, with what signs them; `null` for nowhere. */
export async function readAlertWebhook(): Promise<{ readonly url: string; readonly secret: string } | null> {
  const { webhookUrl, sealedSecret }: Settings["alertChannels"] = (await readSettings()).alertChannels;
  return webhookUrl === null || sealedSecret === null ? null : { url: webhookUrl, secret: openAlertSecret(sealedSecret) };
}
