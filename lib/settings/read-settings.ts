import type { Settings as SettingsRecord } from "#lib/platform/database/generated/client";
import { type Database, database } from "#lib/platform/database/client";
import { heldNotifications, type Notifications } from "#lib/platform/database/notifications";
import { movePublicUrl } from "#lib/platform/installation";
import { log } from "#lib/platform/log";

/** What an admin settled for the whole installation. */
export interface Settings {
  /** As chosen here; the one that counts is `installation().publicUrl`, since PUBLIC_URL goes before it. */
  readonly publicUrl: string | null;
  readonly timeZone: string;
  readonly sessionHours: number;
  readonly signInMethods: { readonly password: boolean; readonly oidc: boolean };
  /** `null`: for ever. */
  readonly retention: { readonly requestsDays: number | null; readonly eventsDays: number | null; readonly attemptsDays: number | null };
  readonly alertChannels: { readonly mailTo: readonly string[]; readonly webhookUrl: string | null; readonly sealedSecret: string | null };
  readonly auditAnchorMail: boolean;
}

const maxAgeListeningMs = 30_000;
/** A change must take effect within a second even while nobody tells us of it. */
const maxAgeDeafMs = 500;

interface Known {
  read: { readonly settings: Settings; readonly atMs: number; readonly generation: number } | null;
  generation: number;
}

// Next bundles its own copy of this file: what one of them drops, the other must not keep.
const slot = Symbol.for("countersign.settings");
const held = globalThis as typeof globalThis & { [slot]?: WeakMap<Database, Known> };

/** The settings as they are, from this process's memory while that is fresh. */
export async function readSettings(): Promise<Settings> {
  const open = database();
  const known = knownOf(open);
  const maxAgeMs = heldNotifications()?.isConnected() === true ? maxAgeListeningMs : maxAgeDeafMs;
  if (known.read !== null && known.read.generation === known.generation && Date.now() - known.read.atMs < maxAgeMs) return known.read.settings;
  const { generation } = known;
  const settings = settingsOf(await open.prisma.settings.findUniqueOrThrow({ where: { id: 1 } }));
  // A change that arrives while we read may be missed by that read: the generation makes it stale at once.
  known.read = { settings, atMs: Date.now(), generation };
  return settings;
}

/** What this process knows is no longer true. */
export function dropSettings(): void {
  knownOf(database()).generation += 1;
}

/** From now on this process hears of changes, and its public address moves with them. */
export function followSettings(notifications: Notifications): void {
  notifications.listen("countersign_settings", () => {
    dropSettings();
    readSettings().then(
      ({ publicUrl }) => movePublicUrl(publicUrl),
      (error: unknown) => log().warn({ err: error }, "the settings could not be read again; the former ones count until they can"),
    );
  });
}

export function settingsOf(row: SettingsRecord): Settings {
  const { requestsDays, eventsDays, attemptsDays } = row;
  return {
    publicUrl: row.publicUrl,
    timeZone: row.timeZone,
    sessionHours: row.sessionHours,
    signInMethods: { password: row.passwordSignIn, oidc: row.oidcSignIn },
    retention: { requestsDays, eventsDays, attemptsDays },
    alertChannels: { mailTo: row.alertMailTo, webhookUrl: row.alertWebhookUrl, sealedSecret: row.sealedAlertSecret },
    auditAnchorMail: row.auditAnchorMail,
  };
}

function knownOf(open: Database): Known {
  const all = (held[slot] ??= new WeakMap());
  const known = all.get(open);
  if (known !== undefined) return known;
  const fresh: Known = { read: null, generation: 0 };
  all.set(open, fresh);
  return fresh;
}
