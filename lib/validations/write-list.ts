import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import type { Transaction } from "#lib/platform/database/client";
import { newId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceValidations } from "./announce-validations.sql.ts";
import { findList, type ListRecord, presentLists, usesOfLists } from "./find-list.ts";
import { listChanges, newListInput } from "./list-input.ts";
import type { ValidationList } from "./list-shape.ts";
import { lockLists } from "./lock-rules.sql.ts";
import { actorName } from "./present-rule-set.ts";

/** Makes an empty list. */
export const createList = command({
  permission: "validationLists.write",
  input: newListInput,
  run: async ({ actor, tx }, { name, description, field }): Promise<CommandResult<ValidationList>> => {
    const [record] = await tx.validationList.createManyAndReturn({ data: [{ id: newId(), name, description, field, createdBy: actorName(actor) }], skipDuplicates: true });
    if (record === undefined) throw nameTaken(name);
    return { output: await presented(tx, record), audit: { action: "validationList.create", subjectType: "validationList", subjectId: record.id, details: { name, field, description } } };
  },
});

/** Renames a list or describes it anew. */
export const updateList = command({
  permission: "validationLists.write",
  input: listChanges.extend({ id: z.string() }),
  run: async ({ tx }, { id, name, description }): Promise<CommandResult<ValidationList>> => {
    await lockLists(tx);
    const before = await findList(tx, id);
    const taken = name === undefined ? null : await tx.validationList.findUnique({ where: { name } });
    if (name !== undefined && taken !== null && taken.id !== before.id) throw nameTaken(name);
    const record = await tx.validationList.update({ where: { id: before.id }, data: { name: name ?? before.name, description: description ?? before.description, updatedAt: new Date(systemClock.now()) } });
    await announceValidations(tx);
    return {
      output: await presented(tx, record),
      audit: { action: "validationList.update", subjectType: "validationList", subjectId: record.id, details: { before: { name: before.name, description: before.description }, after: { name: record.name, description: record.description } } },
    };
  },
});

/** Deletes a list with its entries, unless rules that decide, speak or are being written refer to it. */
export const deleteList = command({
  permission: "validationLists.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ tx }, { id }): Promise<CommandResult<null>> => {
    await lockLists(tx);
    const before = await findList(tx, id);
    const uses = (await usesOfLists(tx)).filter(({ lists }) => lists.has(publicId("validationList", before.id)));
    if (uses.length > 0) throw new Problem("conflict", `Rules refer to “${before.name}”: ${uses.map(({ version, state }) => `version ${String(version)} (${state})`).join(", ")}. Take it out of them first, or empty the list.`);
    const entries = await tx.validationListEntry.count({ where: { listId: before.id } });
    await tx.validationList.delete({ where: { id: before.id } });
    await announceValidations(tx);
    return { output: null, audit: { action: "validationList.delete", subjectType: "validationList", subjectId: before.id, details: { name: before.name, field: before.field, entries } } };
  },
});

async function presented(tx: Transaction, record: ListRecord): Promise<ValidationList> {
  const [list] = await presentLists(tx, [record]);
  if (list === undefined) throw new Error("a list that was just written cannot be presented");
  return list;
}

function nameTaken(name: string): Problem {
  return new Problem("conflict", `There is a list “${name}” already. Choose another name, or use that one.`);
}
