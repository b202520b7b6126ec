import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { presentRebuild } from "./present-rebuild.ts";
import { type Rebuild, rebuildStates } from "./rebuild-shape.ts";

export const rebuildsQuery = z.strictObject({ state: z.enum(rebuildStates).optional(), ...pageQueryMembers });

/** Rebuilds, newest first. */
export async function listRebuilds(actor: Actor, { state, limit, cursor }: z.output<typeof rebuildsQuery>): Promise<Page<Rebuild>> {
  requirePermission(actor, "transactions.read");
  const after = cursorId("rebuild", cursor);
  const records = await database().prisma.rebuild.findMany({
    where: { ...(state === undefined ? {} : { state }), ...(after === null ? {} : { id: { lt: after } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage("rebuild", records, limit, presentRebuild);
}

/** How far a rebuild is. Throws `Problem("not_found")`. */
export async function getRebuild(actor: Actor, id: string): Promise<Rebuild> {
  requirePermission(actor, "transactions.read");
  const uuid = parsePublicId("rebuild", id);
  const record = uuid === null ? null : await database().prisma.rebuild.findUnique({ where: { id: uuid } });
  if (record === null) throw rebuildNotFound();
  return presentRebuild(record);
}

export function rebuildNotFound(): Problem {
  return new Problem("not_found", "There is no rebuild with this id.");
}
