import type { Actor, UserActor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import type { Prisma, Transaction } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type View, viewLists } from "./view-shape.ts";

export type ViewRecord = Prisma.SavedViewGetPayload<object>;

/** Views belong to people. Throws `Problem("forbidden")` for whoever is none. */
export function personOf(actor: Actor): UserActor {
  if (actor.type === "user") return actor;
  throw new Problem("forbidden", "Saved views belong to people: sign in to the dashboard.");
}

/**
 * A view that this person may change or delete: their own, and with the role for it one that is shared. Throws
 * `Problem("not_found")` for what they do not even see.
 */
export async function findViewToWrite(tx: Transaction, actor: UserActor, id: string): Promise<ViewRecord> {
  const uuid = parsePublicId("view", id);
  const record = uuid === null ? null : await tx.savedView.findUnique({ where: { id: uuid } });
  if (record === null || (!record.shared && record.ownerId !== actor.id)) throw viewNotFound();
  if (record.shared) requirePermission(actor, "views.share");
  return record;
}

export function viewNotFound(): Problem {
  return new Problem("not_found", "There is no saved view with this id, or it is another person's own.");
}

/** As the API says it; `null` for a list that this version does not have. */
export function presentView({ id, list, name, query, shared, ownerId, createdAt }: ViewRecord, reader: UserActor, owner: string | null): View | null {
  const known = viewLists.find((one) => one === list);
  if (known === undefined) return null;
  return { id: publicId("view", id), list: known, name, query, shared, own: ownerId === reader.id, owner, createdAt: createdAt.toISOString() };
}
