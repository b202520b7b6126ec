import { randomBytes } from "node:crypto";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requireOidcAdmin, requirePasswordAdmin } from "#lib/access/require-admin-by";
import { requirePermission } from "#lib/access/require-permission";
import { requireStepUp } from "#lib/access/require-step-up";
import type { AuditDetails } from "#lib/audit/append";
import type { Prisma } from "#lib/platform/database/client";
import type { Settings as SettingsRecord } from "#lib/platform/database/generated/client";
import { installation, movePublicUrl } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { announceSettings, lockSettings } from "./announce-settings.sql.ts";
import { alertSecretBinding, presentSettings } from "./present-settings.ts";
import { dropSettings } from "./read-settings.ts";
import { refuseBadWebhook } from "./refuse-bad-webhook.ts";
import { type SettingsChanges, settingsChanges } from "./settings-input.ts";
import type { ChangedSettings, SettingsView } from "./settings-shape.ts";

/** Changes what is given. What lets people in, ends rows or sends alerts elsewhere needs a fresh password. */
export async function updateSettings(actor: Actor, input: unknown): Promise<ChangedSettings> {
  requirePermission(actor, "settings.write");
  const changes = parseInput(settingsChanges, input, "Some fields of the body are not as they should be.");
  if (isDangerous(changes)) requireStepUp(actor);
  if (changes.publicUrl !== undefined && installation().isPublicUrlFixed) {
    throw new Problem("conflict", "The public address stands in the environment (PUBLIC_URL): change it there and start again.");
  }
  const url = changes.alertChannels?.webhookUrl;
  if (typeof url === "string") await refuseBadWebhook(url);
  return storeSettings(actor, input);
}

/**
 * A wrong public address sends invitations elsewhere, and whoever ends the mail of alerts or of the audit's head is seen by
 * nobody: these count among the dangerous.
 */
function isDangerous({ timeZone: _harmless, ...others }: SettingsChanges): boolean {
  return Object.values(others).some((member) => member !== undefined);
}

const storeSettings = command({
  permission: "settings.write",
  input: settingsChanges,
  run: async ({ tx, afterCommit }, changes): Promise<CommandResult<ChangedSettings>> => {
    await lockSettings(tx);
    const before = await tx.settings.findUniqueOrThrow({ where: { id: 1 } });
    const secret = secretAfter(before, changes.alertChannels ?? {});
    const data = { ...settledData(before, changes), ...secret.data };
    if (data.passwordSignIn === false && data.oidcSignIn === false) {
      throw new Problem("bad_input", "Nobody could sign in any more.", { errors: [{ path: "signInMethods", message: "must leave at least one way to sign in" }] });
    }
    if (data.passwordSignIn === false && before.passwordSignIn) await requireOidcAdmin(tx);
    if (data.oidcSignIn === false && before.oidcSignIn) await requirePasswordAdmin(tx);
    const row = await tx.settings.update({ where: { id: 1 }, data });
    await announceSettings(tx);
    afterCommit(() => {
      dropSettings();
      movePublicUrl(row.publicUrl);
    });
    const after = presentSettings(row);
    return {
      output: { ...after, secret: secret.told },
      audit: { action: "settings.update", subjectType: "settings", subjectId: null, details: { changed: Object.keys(changes), before: audited(presentSettings(before)), after: audited(after) } },
    };
  },
});

function settledData(before: SettingsRecord, { signInMethods, retention, alertChannels, ...others }: SettingsChanges) {
  const { publicUrl = before.publicUrl, timeZone = before.timeZone, sessionHours = before.sessionHours, auditAnchorMail = before.auditAnchorMail } = others;
  const { requestsDays = before.requestsDays, eventsDays = before.eventsDays, attemptsDays = before.attemptsDays } = retention ?? {};
  return {
    publicUrl,
    timeZone,
    sessionHours,
    auditAnchorMail,
    passwordSignIn: signInMethods?.password ?? before.passwordSignIn,
    oidcSignIn: signInMethods?.oidc ?? before.oidcSignIn,
    requestsDays,
    eventsDays,
    attemptsDays,
    alertMailTo: alertChannels?.mailTo ?? before.alertMailTo,
  } satisfies Prisma.SettingsUpdateInput;
}

type ChannelChanges = NonNullable<SettingsChanges["alertChannels"]>;

/** The webhook with its secret: they come and go together. */
function secretAfter(before: SettingsRecord, { webhookUrl, webhookSecret, newWebhookSecret }: ChannelChanges): { readonly data: Prisma.SettingsUpdateInput; readonly told: string | null } {
  const url = webhookUrl === undefined ? before.alertWebhookUrl : webhookUrl;
  if (url === null) {
    if (webhookSecret !== undefined || newWebhookSecret === true) {
      throw new Problem("bad_input", "There is no webhook that a secret could sign for.", { errors: [{ path: "alertChannels.webhookUrl", message: "must be there for a secret to be of use" }] });
    }
    return { data: { alertWebhookUrl: null, sealedAlertSecret: null }, told: null };
  }
  const alertWebhookUrl = new URL(url).href;
  if (webhookSecret === undefined && newWebhookSecret === undefined && before.sealedAlertSecret !== null) return { data: { alertWebhookUrl }, told: null };
  const secret = webhookSecret ?? encodeWebhookSecret(randomBytes(32));
  return { data: { alertWebhookUrl, sealedAlertSecret: installation().ring.seal(secret, alertSecretBinding) }, told: webhookSecret === undefined ? secret : null };
}

/** What the audit keeps. Of the webhook's URL only the origin: paths and queries often hold a secret of the receiver's. */
function audited({ alertChannels, publicUrl, timeZone, sessionHours, signInMethods, retention, auditAnchorMail }: SettingsView): AuditDetails {
  const { mailTo, webhookUrl, webhookSecretFingerprint } = alertChannels;
  return { publicUrl, timeZone, sessionHours, signInMethods, retention, auditAnchorMail, mailTo, webhook: webhookUrl === null ? null : new URL(webhookUrl).origin, signedWith: webhookSecretFingerprint };
}
