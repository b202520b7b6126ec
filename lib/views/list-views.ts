import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import type { Page } from "#lib/platform/keyset";
import { personOf, presentView } from "./find-view.ts";
import { type View, viewLists } from "./view-shape.ts";

export const viewsQuery = z.strictObject({ list: z.enum(viewLists).optional().meta({ description: "Those of one list" }) });

/** One's own views first, then those that others share, each by name. */
export async function listViews(actor: Actor, { list }: z.output<typeof viewsQuery>): Promise<Page<View>> {
  requirePermission(actor, "views.own");
  const reader = personOf(actor);
  const { prisma } = database();
  const records = await prisma.savedView.findMany({ where: { OR: [{ ownerId: reader.id }, { shared: true }], ...(list === undefined ? {} : { list }) }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  const owners = await prisma.user.findMany({ where: { id: { in: [...new Set(records.map(({ ownerId }) => ownerId))] } }, select: { id: true, name: true } });
  const names = new Map(owners.map(({ id, name }) => [id, name]));
  const views = records.flatMap((record) => presentView(record, reader, names.get(record.ownerId) ?? null) ?? []);
  return { data: [...views.filter(({ own }) => own), ...views.filter(({ own }) => !own)], nextCursor: null };
}
