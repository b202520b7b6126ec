import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { z } from "zod";
import { announceAlert } from "#lib/alerts/announce-alert";
import { lookForAlerts } from "#lib/alerts/look-for-alerts";
import { erasePiece } from "#lib/retention/erase-piece";
import { wakeErasures } from "#lib/retention/erase-records.sql";
import { projectEvents } from "#lib/transactions/project-events";
import { rebuildPiece } from "#lib/transactions/rebuild-piece";
import { wakeRebuilds } from "#lib/transactions/rebuilds.sql";
import { refold } from "#lib/transactions/refold";
import { housekeep } from "./housekeep.ts";
import { mailAuditHead } from "./mail-audit-head.ts";

const processEvents = z.object({ eventIds: z.array(z.uuid()) });
const erase = z.object({ erasureId: z.uuid() });
const rebuild = z.object({ rebuildId: z.uuid() });

/**
 * What the worker does beside working off new events, by the names that jobs carry. A job is a wake-up: the truth stands
 * in the rows it names.
 */
export function taskList(pool: Pool, workOn: (eventIds: readonly string[]) => Promise<void>): TaskList {
  return {
    // Old ones that somebody wants read again: they wait for no sweep.
    process_events: (payload) => workOn(processEvents.parse(payload).eventIds),
    // Events that are read again are not sent again: whoever wants that replays them.
    rebuild: async (payload) => void (await rebuildPiece(pool, rebuild.parse(payload).rebuildId, { refold, projectEvents })),
    erase: (payload) => erasePiece(pool, erase.parse(payload).erasureId),
    wake_erasures: () => wakeErasures(pool),
    wake_rebuilds: () => wakeRebuilds(pool),
    look_for_alerts: async () => void (await lookForAlerts(pool, Date.now())),
    announce_alert: (payload) => announceAlert(pool, payload, Date.now()),
    housekeep: () => housekeep(pool, Date.now()),
    mail_audit_head: () => mailAuditHead(),
  };
}
