import { openDatabase, type Database } from "#lib/platform/database/client";
import { warmPool } from "#lib/platform/database/pool";
import { holdNotifications, type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { openInstallation, type Installation, type InstallationFacts } from "#lib/platform/installation";
import { followSettings } from "#lib/settings/read-settings";
import { openReceiver, type Receiver } from "#lib/receiving/receiver";
import { watchWorkers } from "#lib/worker/watch-workers";
import { openValidator, type Validator } from "#lib/validations/validator";

export interface OpenCountersign {
  readonly database: Database;
  readonly installation: Installation;
  readonly receiver: Receiver;
  readonly validator: Validator;
  readonly notifications: Notifications;
  /** Answers what was taken in, then lets go of the database. */
  readonly close: () => Promise<void>;
}

/**
 * Everything below the pages, on a database that was migrated: connections, keys, the door. Once per process. Where another
 * process takes the messages (`takesMessages: false`), the door is open all the same, for what reaches it in a roundabout way.
 */
export async function openCountersign(databaseUrl: string, facts: InstallationFacts, { takesMessages }: { readonly takesMessages: boolean } = { takesMessages: true }): Promise<OpenCountersign> {
  const database = openDatabase(databaseUrl);
  const installation = await openInstallation(database.pool, facts);
  const notifications = openNotifications(databaseUrl, installation.ring.keyIds());
  holdNotifications(notifications);
  followSettings(notifications);
  // On a busy machine a new connection takes longer than a provider's answer may wait for it.
  if (takesMessages) await warmPool(database.ingestPool);
  const watch = watchWorkers(database.pool);
  const receiver = openReceiver(database, installation, notifications);
  const validator = await openValidator(database, installation, notifications, receiver, takesMessages ? {} : { max: 1 });
  return {
    database,
    installation,
    receiver,
    validator,
    notifications,
    close: async () => {
      await watch.stop();
      await validator.drain();
      await receiver.drain();
      await notifications.close();
      await database.close();
    },
  };
}
