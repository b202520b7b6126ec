import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { findSourceToWrite } from "./find-source.ts";
import { hasEvents } from "./source-counts.sql.ts";

/**
 * Ends a source for good: its URLs, keys and secrets are gone, events that were kept stay readable.
 * Refused while it has events, unless it was archived first.
 */
export const deleteSource = command({
  permission: "sources.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<null>> => {
    const source = await findSourceToWrite(tx, id);
    if (source.status !== "archived" && (await hasEvents(tx, source.id))) {
      throw new Problem("conflict", "This source has events. Archive it first: then it takes no more messages, and can be deleted while its events stay readable.");
    }
    await tx.sourceToken.deleteMany({ where: { sourceId: source.id } });
    await tx.sourceKey.deleteMany({ where: { sourceId: source.id } });
    // The row stays: events of this source need its provider and mode, also one that is being stored at this moment.
    await tx.source.update({ where: { id: source.id }, data: { deletedAt: new Date(systemClock.now()), status: "archived" } });
    await announceSource(tx, source.id);
    return {
      output: null,
      audit: {
        action: "source.delete",
        subjectType: "source",
        subjectId: source.id,
        details: { provider: source.provider, name: source.name, mode: source.mode, fingerprints: source.keys.map(({ fingerprint }) => fingerprint) },
      },
    };
  },
});
