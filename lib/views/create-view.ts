import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { newId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { plainTextInput } from "#lib/sources/plain-text-input";
import { personOf, presentView } from "./find-view.ts";
import { viewQuery } from "./view-query.ts";
import { type View, viewLists } from "./view-shape.ts";

/** More than anybody reads; the list of them has one page. */
const mostOwn = 100;

export const viewNameInput = plainTextInput.max(80, "must not be longer than 80 characters");
export const viewQueryInput = z.string().max(4000).meta({ description: "The query string of GET on that list, without limit and cursor; empty: no filter" });

/** Body of `POST /views`. */
export const newViewInput = z.strictObject({ list: z.enum(viewLists), name: viewNameInput, query: viewQueryInput, shared: z.boolean().default(false).meta({ description: "For everybody; needs the role operator" }) });

export const createView = command({
  permission: "views.own",
  input: newViewInput,
  run: async ({ actor, tx }, { list, name, query, shared }): Promise<CommandResult<View>> => {
    const owner = personOf(actor);
    if (shared) requirePermission(actor, "views.share");
    const kept = viewQuery(list, query);
    if ((await tx.savedView.count({ where: { ownerId: owner.id } })) >= mostOwn) throw new Problem("conflict", `You have ${String(mostOwn)} saved views. Delete one that you no longer need first.`);
    const [record] = await tx.savedView.createManyAndReturn({ data: [{ id: newId(), list, name, query: kept, ownerId: owner.id, shared }], skipDuplicates: true });
    const view = record === undefined ? null : presentView(record, owner, owner.name);
    if (record === undefined || view === null) throw nameTaken(name);
    // What was searched for may be about a person: the audit keeps names only.
    return { output: view, audit: { action: "view.create", subjectType: "view", subjectId: record.id, details: { list, name, shared } } };
  },
});

export function nameTaken(name: string): Problem {
  return new Problem("conflict", `There is a view "${name}" of this list already. Choose another name, or change that one.`);
}
