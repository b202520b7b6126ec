import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { announceValidations } from "./announce-validations.sql.ts";
import { findList } from "./find-list.ts";
import { removedEntriesInput } from "./list-input.ts";
import { lockLists } from "./lock-rules.sql.ts";

/** Takes values off a list. */
export const removeEntries = command({
  permission: "validationLists.write",
  input: removedEntriesInput.extend({ id: z.string() }),
  run: async ({ tx }, { id, values }): Promise<CommandResult<{ readonly removed: number }>> => {
    await lockLists(tx);
    const list = await findList(tx, id);
    const { count: removed } = await tx.validationListEntry.deleteMany({ where: { listId: list.id, value: { in: values } } });
    await tx.validationList.update({ where: { id: list.id }, data: { updatedAt: new Date(systemClock.now()) } });
    await announceValidations(tx);
    return { output: { removed }, audit: { action: "validationList.removeEntries", subjectType: "validationList", subjectId: list.id, details: { name: list.name, removed } } };
  },
});
