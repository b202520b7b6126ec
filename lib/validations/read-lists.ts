import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { cursorId, type Page, readCursor, refuseCursor, toPage, writeCursor } from "#lib/platform/keyset";
import { pageQueryMembers, searchText } from "#lib/platform/page-query";
import { findList, presentLists } from "./find-list.ts";
import type { ListEntry, ValidationList } from "./list-shape.ts";

/** `GET /validation-lists`. */
export const listsQuery = z.strictObject(pageQueryMembers);

/** Newest first. */
export async function readLists(actor: Actor, { limit, cursor }: z.output<typeof listsQuery>): Promise<Page<ValidationList>> {
  requirePermission(actor, "validationLists.read");
  const { prisma } = database();
  const after = cursorId("validationList", cursor);
  const records = await prisma.validationList.findMany({ where: after === null ? {} : { id: { lt: after } }, orderBy: { id: "desc" }, take: limit + 1 });
  const page = toPage("validationList", records, limit, (record) => record);
  return { data: await presentLists(prisma, page.data), nextCursor: page.nextCursor };
}

/** One list by its public id. Throws `Problem("not_found")`. */
export async function getList(actor: Actor, id: string): Promise<ValidationList> {
  requirePermission(actor, "validationLists.read");
  const { prisma } = database();
  const [list] = await presentLists(prisma, [await findList(prisma, id)]);
  if (list === undefined) throw new Error("a list that was just found cannot be presented");
  return list;
}

/** `GET /validation-lists/{id}/entries`. */
export const entriesQuery = z.strictObject({ q: searchText(100).optional().meta({ description: "A part of the value, the label or the note" }), ...pageQueryMembers });
export type EntriesQuery = z.output<typeof entriesQuery>;

/** What stands on a list, by value; those that ran out too. */
export async function readEntries(actor: Actor, id: string, { q, limit, cursor }: EntriesQuery): Promise<Page<ListEntry>> {
  requirePermission(actor, "validationLists.read");
  const { prisma } = database();
  const after = cursor === undefined ? undefined : entryOf(id, cursor);
  const list = await findList(prisma, id);
  const contains = { contains: q ?? "", mode: "insensitive" } as const;
  const entries = await prisma.validationListEntry.findMany({
    where: { listId: list.id, ...(after === undefined ? {} : { value: { gt: after } }), ...(q === undefined ? {} : { OR: [{ value: contains }, { label: contains }, { note: contains }] }) },
    orderBy: { value: "asc" },
    take: limit + 1,
  });
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(({ value, label, note, addedBy, addedAt, expiresAt }) => ({ value, label, note, addedBy, addedAt: addedAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null })),
    nextCursor: entries.length > limit && last !== undefined ? writeCursor(`${id} ${last.value}`) : null,
  };
}

function entryOf(listId: string, cursor: string): string {
  const position = readCursor(cursor);
  return position?.startsWith(`${listId} `) === true ? position.slice(listId.length + 1) : refuseCursor();
}

/** Every list by its name: what an editor of rules chooses from. */
export async function allLists(actor: Actor): Promise<readonly { readonly id: string; readonly name: string; readonly field: string }[]> {
  requirePermission(actor, "validationLists.read");
  const lists = await database().prisma.validationList.findMany({ select: { id: true, name: true, field: true }, orderBy: { name: "asc" } });
  return lists.map(({ id, name, field }) => ({ id: publicId("validationList", id), name, field }));
}
