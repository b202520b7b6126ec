import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import type { Source, SourceRetention as Row } from "#lib/platform/database/generated/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { sourceNotFound } from "#lib/sources/get-source";
import type { SourceRetention } from "./retention-shape.ts";
import { readOwnDays } from "./source-days.ts";

type SourceWithDays = Pick<Source, "id" | "name"> & { readonly retention: Row | null };

/** The sources with days of their own, by name. */
export async function listSourceRetention(actor: Actor): Promise<SourceRetention[]> {
  requirePermission(actor, "retention.read");
  const rows = await database().prisma.source.findMany({ where: { retention: { isNot: null } }, select: { id: true, name: true, retention: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  return rows.map(presentSourceRetention);
}

/** What one source has of its own, also where that is nothing. Throws `Problem("not_found")`. */
export async function getSourceRetention(actor: Actor, id: string): Promise<SourceRetention> {
  requirePermission(actor, "retention.read");
  const uuid = parsePublicId("source", id);
  const row = uuid === null ? null : await database().prisma.source.findUnique({ where: { id: uuid }, select: { id: true, name: true, retention: true } });
  if (row === null) throw sourceNotFound();
  return presentSourceRetention(row);
}

export function presentSourceRetention({ id, name, retention }: SourceWithDays): SourceRetention {
  return { sourceId: publicId("source", id), name, ...readOwnDays(retention), updatedAt: retention?.updatedAt.toISOString() ?? null };
}
