import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { rebuildNotFound } from "./list-rebuilds.ts";
import { presentRebuild } from "./present-rebuild.ts";
import type { Rebuild } from "./rebuild-shape.ts";

/** Ends a running rebuild. What it folded stays folded; a piece at work at this moment is finished. */
export const cancelRebuild = command({
  permission: "transactions.rebuild",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<Rebuild>> => {
    const uuid = parsePublicId("rebuild", id);
    if (uuid === null) throw rebuildNotFound();
    const [record] = await tx.rebuild.updateManyAndReturn({ where: { id: uuid, state: "running" }, data: { state: "canceled", finishedAt: new Date(systemClock.now()) } });
    if (record !== undefined) return { output: presentRebuild(record), audit: { action: "rebuild.cancel", subjectType: "rebuild", subjectId: uuid, details: { done: record.done, total: record.total } } };
    const ended = await tx.rebuild.findUnique({ where: { id: uuid } });
    if (ended === null) throw rebuildNotFound();
    throw new Problem("conflict", `This rebuild is ${ended.state} already. There is nothing to cancel.`);
  },
});
