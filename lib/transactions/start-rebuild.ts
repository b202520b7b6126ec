import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { database } from "#lib/platform/database/client";
import { newId, publicId } from "#lib/platform/ids";
import { cardInFilter, membersWithCard } from "#lib/platform/mask-card-text";
import { Problem } from "#lib/platform/problem";
import { presentRebuild } from "./present-rebuild.ts";
import { auditedFilter, transactionFilter, writeFilter } from "./transaction-filter.ts";
import type { Rebuild } from "./rebuild-shape.ts";
import { addRebuildJob, countRebuild } from "./rebuilds.sql.ts";
import { searchableBy } from "./searchable-by.ts";

/** Body of `POST /transactions/rebuild`. */
export const rebuildInput = z.strictObject({
  filter: transactionFilter.meta({ description: "Names of GET /transactions; {}: all transactions" }),
  dryRun: z.boolean().default(false).meta({ description: "Only count, and fold some of the newest to see what would change" }),
});

/** Has the worker fold again what the filter finds. Throws `Problem("conflict")` while another rebuild runs. */
export const startRebuild = command({
  permission: "transactions.rebuild",
  input: z.strictObject({ filter: transactionFilter }),
  run: async ({ actor, tx }, { filter: asked }): Promise<CommandResult<Rebuild>> => {
    const filter = searchableBy(actor, asked);
    const cards = membersWithCard(filter);
    if (cards.length > 0) throw new Problem("bad_input", "Some fields are not as they should be.", { errors: cards.map((name) => ({ path: `filter.${name}`, message: cardInFilter })) });
    const id = newId();
    // What is received from now on is folded with the settings of now anyway.
    const counts = await countRebuild(database().pool, filter, id);
    const total = counts.transactions + counts.events;
    // Of two at once, the index of running ones lets one in.
    const [record] = await tx.rebuild.createManyAndReturn({ data: [{ id, state: "running", filter: writeFilter(filter), lastId: id, total, createdBy: actor.name }], skipDuplicates: true });
    if (record === undefined) throw await alreadyRunning();
    await addRebuildJob(tx, id);
    return { output: presentRebuild(record), audit: { action: "rebuild.start", subjectType: "rebuild", subjectId: id, details: { total, filter: auditedFilter(filter) } } };
  },
});

async function alreadyRunning(): Promise<Problem> {
  const running = await database().prisma.rebuild.findFirst({ where: { state: "running" } });
  const which = running === null ? "A rebuild" : `The rebuild ${publicId("rebuild", running.id)}, started by ${running.createdBy},`;
  return new Problem("conflict", `${which} is running, and one runs at a time. Wait for its end or cancel it, then start this one.`);
}
