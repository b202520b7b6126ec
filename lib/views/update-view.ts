import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { Problem } from "#lib/platform/problem";
import { nameTaken, viewNameInput, viewQueryInput } from "./create-view.ts";
import { findViewToWrite, personOf, presentView, viewNotFound } from "./find-view.ts";
import { viewQuery } from "./view-query.ts";
import { type View, viewLists } from "./view-shape.ts";

/** Body of `PATCH /views/{id}`. */
export const viewChanges = z.strictObject({ name: viewNameInput.optional(), query: viewQueryInput.optional(), shared: z.boolean().optional() });

/** Renames a view, changes its filter, shares it or takes it back. */
export const updateView = command({
  permission: "views.own",
  input: viewChanges.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, name, query, shared }): Promise<CommandResult<View>> => {
    const person = personOf(actor);
    const before = await findViewToWrite(tx, person, id);
    if (shared === true) requirePermission(actor, "views.share");
    if (shared === false && before.ownerId !== person.id) throw new Problem("forbidden", "Only the person who made a view can take it back for themselves. You may delete it.");
    const list = viewLists.find((one) => one === before.list);
    if (list === undefined) throw viewNotFound();
    const data = { name: name ?? before.name, query: query === undefined ? before.query : viewQuery(list, query), shared: shared ?? before.shared };
    // Under the same condition as it was judged by: what was taken back meanwhile is not changed.
    const [after] = await tx.savedView.updateManyAndReturn({ where: { id: before.id, shared: before.shared }, data }).catch((error: unknown) => {
      throw isUniqueViolation(error) ? nameTaken(data.name) : error;
    });
    if (after === undefined) throw viewNotFound();
    const owner = await tx.user.findUnique({ where: { id: after.ownerId }, select: { name: true } });
    const view = presentView(after, person, owner?.name ?? null);
    if (view === null) throw viewNotFound();
    return {
      output: view,
      audit: {
        action: "view.update",
        subjectType: "view",
        subjectId: before.id,
        details: { list, queryChanged: data.query !== before.query, before: { name: before.name, shared: before.shared }, after: { name: view.name, shared: view.shared } },
      },
    };
  },
});

/** Prisma's name for a row that a unique index refused. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
