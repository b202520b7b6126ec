import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import type { Erasure } from "#lib/platform/database/generated/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { erasureStates, type ErasureView } from "./erasure-shape.ts";

/** How far an erasure is. Throws `Problem("not_found")`. */
export async function getErasure(actor: Actor, id: string): Promise<ErasureView> {
  requirePermission(actor, "personal.erase");
  const uuid = parsePublicId("erasure", id);
  const row = uuid === null ? null : await database().prisma.erasure.findUnique({ where: { id: uuid } });
  if (row === null) throw new Problem("not_found", "There is no erasure with this id.");
  return presentErasure(row);
}

export function presentErasure({ id, state, pseudonym, total, transactions, requests, attempts, error, createdBy, createdAt, finishedAt }: Erasure): ErasureView {
  return {
    id: publicId("erasure", id),
    state: erasureStates.find((one) => one === state) ?? "failed",
    pseudonym, total, transactions, requests, attempts, error, createdBy,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
