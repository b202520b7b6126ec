import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { findViewToWrite, personOf } from "./find-view.ts";

/** Deletes a view of one's own, or with the role for it one that is shared. */
export const deleteView = command({
  permission: "views.own",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<null>> => {
    const before = await findViewToWrite(tx, personOf(actor), id);
    const { count } = await tx.savedView.deleteMany({ where: { id: before.id, shared: before.shared } });
    return { output: null, audit: count === 0 ? [] : { action: "view.delete", subjectType: "view", subjectId: before.id, details: { list: before.list, name: before.name, shared: before.shared } } };
  },
});
