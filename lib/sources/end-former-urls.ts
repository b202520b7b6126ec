import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { findSourceToWrite } from "./find-source.ts";
import { readSource } from "./read-sources.ts";
import type { Source } from "./source-shape.ts";

const dayMs = 86_400_000;

/** Ends every former URL of a source now. Refused without `force` while messages still come to one of them. */
export const endFormerUrls = command({
  permission: "sources.write",
  input: z.strictObject({ id: z.string(), force: z.boolean().default(false) }),
  run: async ({ actor, tx }, { id, force }): Promise<CommandResult<Source>> => {
    requireStepUpOfPeople(actor);
    const before = await findSourceToWrite(tx, id);
    const nowMs = systemClock.now();
    const former = before.tokens.filter(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() > nowMs);
    if (former.length === 0) throw new Problem("conflict", "This source has no former URL that still works. Nothing was changed.");
    const used = former.filter(({ lastUsedAt }) => lastUsedAt !== null && lastUsedAt.getTime() > nowMs - dayMs);
    if (!force && used.length > 0) {
      const messages = used.reduce((sum, { useCount }) => sum + Number(useCount), 0);
      throw new Problem(
        "conflict",
        `Messages still come to ${used.length === 1 ? "a former URL" : `${String(used.length)} former URLs`}: ${String(messages)} since ${used.length === 1 ? "it is" : "they are"} former, the last one within 24 hours. ` +
          "They would be answered 404. Register the present URL at the provider and wait. It is done all the same with force=true.",
      );
    }
    const now = new Date(nowMs);
    await tx.sourceToken.updateMany({ where: { sourceId: before.id, expiresAt: { gt: now } }, data: { expiresAt: now } });
    await announceSource(tx, before.id);
    const source = await readSource(tx, before.id, true);
    if (source === null) throw new Error("the source whose URLs were just ended cannot be read");
    return { output: source, audit: { action: "source.end_former_urls", subjectType: "source", subjectId: before.id, details: { ended: former.length, usedLately: used.length, force } } };
  },
});
