import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { announceSource } from "./announce-source.sql.ts";
import { findSourceToWrite } from "./find-source.ts";
import { newToken } from "./new-token.ts";
import { readSource } from "./read-sources.ts";
import type { Source } from "./source-shape.ts";

/** For how long something former may go on working, in seconds: up to a year. */
export const overlapSeconds = z.number().int().min(0).max(31_536_000);

/** Body of `POST /sources/{id}/rotate-token`. */
export const tokenRotation = z.strictObject({
  expirePreviousAfterSeconds: overlapSeconds.meta({ description: "How long the former URL goes on working; 0 ends it now" }),
});

/** A new URL for a source; the former one works until the given time. Earlier ones keep the end they had, if sooner. */
export const rotateToken = command({
  permission: "sources.write",
  input: tokenRotation.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, expirePreviousAfterSeconds }): Promise<CommandResult<Source>> => {
    requireStepUpOfPeople(actor);
    const before = await findSourceToWrite(tx, id);
    const expiresAt = new Date(systemClock.now() + expirePreviousAfterSeconds * 1000);
    await tx.sourceToken.updateMany({
      where: { sourceId: before.id, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] },
      data: { expiresAt },
    });
    await tx.sourceToken.create({ data: { token: newToken(), sourceId: before.id } });
    await announceSource(tx, before.id);
    const source = await readSource(tx, before.id, true);
    if (source === null) throw new Error("the source whose URL was just changed cannot be read");
    return {
      output: source,
      audit: { action: "source.rotate_url", subjectType: "source", subjectId: before.id, details: { formerWorksUntil: expiresAt.toISOString() } },
    };
  },
});
