import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import type { Prisma, Transaction } from "#lib/platform/database/client";
import { systemClock } from "#lib/platform/clock";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { sourceNameInput } from "./create-source.ts";
import { findSourceToWrite } from "./find-source.ts";
import { isUsable } from "./key-status.ts";
import { parseSettings } from "./parse-settings.ts";
import { providerOf, type SourceRecord } from "./present-source.ts";
import { readSource } from "./read-sources.ts";
import { type Source, sourceStatuses } from "./source-shape.ts";

/** Body of `PATCH /sources/{id}`. `settings` replaces all settings. */
export const sourceChanges = z.strictObject({
  name: sourceNameInput.optional(),
  status: z.enum(sourceStatuses).optional().meta({ description: "paused goes on taking messages and holds their deliveries; archived answers 404" }),
  settings: z.record(z.string(), z.unknown()).optional().meta({ description: "Replaces all settings" }),
  silenceAlarmMinutes: z.number().int().min(1).max(525_600).nullable().optional().meta({ description: "Quiet for longer than this is an alarm; null: never" }),
});

/** Renames, pauses, resumes, archives, or changes settings; provider and mode stay. */
export const updateSource = command({
  permission: "sources.write",
  input: sourceChanges.extend({ id: z.string() }),
  run: async ({ tx }, { id, ...changes }): Promise<CommandResult<Source>> => {
    const before = await findSourceToWrite(tx, id);
    const data: Prisma.SourceUpdateInput = {};
    if (changes.name !== undefined) data.name = changes.name;
    if (changes.status !== undefined) data.status = changes.status;
    if (changes.silenceAlarmMinutes !== undefined) data.silenceAlarmMinutes = changes.silenceAlarmMinutes;
    if (changes.settings !== undefined) data.settings = await newSettings(tx, before, changes.settings);
    await tx.source.update({ where: { id: before.id }, data });
    await announceSource(tx, before.id);
    const source = await readSource(tx, before.id, true);
    if (source === null) throw new Error("the source that was just changed cannot be read");
    return {
      output: source,
      audit: {
        action: "source.update",
        subjectType: "source",
        subjectId: before.id,
        details: {
          changed: Object.keys(changes),
          before: { name: before.name, status: before.status, silenceAlarmMinutes: before.silenceAlarmMinutes },
          after: { name: source.name, status: source.status, silenceAlarmMinutes: source.silenceAlarmMinutes },
        },
      },
    };
  },
});

/** Refuses settings under which a key that verifies now would no longer be one. */
async function newSettings(tx: Transaction, source: SourceRecord, raw: Record<string, unknown>): Promise<Prisma.InputJsonObject> {
  const provider = providerOf(source.provider);
  const { settings, json } = parseSettings(provider, raw);
  const nowMs = systemClock.now();
  const usable = source.keys.filter((key) => isUsable(key, nowMs)).map(({ id }) => id);
  const keys = await tx.sourceKey.findMany({ where: { id: { in: usable } } });
  for (const { id, label, fingerprint, sealedSecret } of keys) {
    const checked = provider.checkKey(installation().ring.open(sealedSecret, { purpose: "source_key", rowId: id }), settings);
    if (!checked.ok) {
      const message = `the key "${label}" (${fingerprint}) does not fit these settings: ${checked.message}`;
      throw new Problem("bad_input", "These settings were not saved: a key of this source could no longer verify. Add a fitting key or end the old one first.", {
        errors: [{ path: "settings", message }],
      });
    }
  }
  return json;
}
