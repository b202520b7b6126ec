import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { systemClock } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { lockSource } from "#lib/sources/announce-source.sql";
import { sourceNotFound } from "#lib/sources/get-source";
import { presentSourceRetention } from "./list-source-retention.ts";
import type { SourceRetention } from "./retention-shape.ts";
import { asInstallation, columnsOf, ownDays, readOwnDays } from "./source-days.ts";

/**
 * Settles how long one source's rows are kept; nothing of its own: as the installation. A deleted source may have days too:
 * its rows are there until they end. Throws `Problem("not_found")`.
 */
export const setSourceRetention = command({
  permission: "settings.write",
  input: z.strictObject({ id: z.string(), days: ownDays }),
  run: async ({ actor, tx }, { id, days }): Promise<CommandResult<SourceRetention>> => {
    requireStepUp(actor);
    const uuid = parsePublicId("source", id);
    if (uuid === null) throw sourceNotFound();
    await lockSource(tx, uuid);
    const source = await tx.source.findUnique({ where: { id: uuid }, select: { id: true, name: true, retention: true } });
    if (source === null) throw sourceNotFound();
    const isOwn = Object.values(days).some((own) => own !== null);
    const data = { ...columnsOf(days), updatedAt: new Date(systemClock.now()) };
    if (!isOwn) await tx.sourceRetention.deleteMany({ where: { sourceId: uuid } });
    const retention = isOwn ? await tx.sourceRetention.upsert({ where: { sourceId: uuid }, create: { sourceId: uuid, ...data }, update: data }) : null;
    const details = { before: readOwnDays(source.retention), after: isOwn ? days : asInstallation };
    return { output: presentSourceRetention({ ...source, retention }), audit: { action: "source.set_retention", subjectType: "source", subjectId: uuid, details } };
  },
});
