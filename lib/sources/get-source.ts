import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { readSource } from "./read-sources.ts";
import type { Source } from "./source-shape.ts";

/** One source by its public id; viewers get names and states only. Throws `Problem("not_found")`. */
export async function getSource(actor: Actor, id: string): Promise<Source> {
  requirePermission(actor, "sources.read");
  const uuid = parsePublicId("source", id);
  const source = uuid === null ? null : await readSource(database().prisma, uuid, may(actor, "sources.readDetails"));
  if (source === null) throw sourceNotFound();
  return source;
}

export function sourceNotFound(): Problem {
  return new Problem("not_found", "There is no source with this id. It may have been deleted; the list of sources shows those that exist.");
}

export function keyNotFound(): Problem {
  return new Problem("not_found", "This source has no key with this id. Its page lists the keys that it has.");
}
