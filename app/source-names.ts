import type { Actor } from "#lib/access/actor";
import { listSources } from "#lib/sources/list-sources";
import { cache } from "react";
import type { Source } from "#lib/sources/source-shape";

/** The sources of this installation; read once per page. */
export const sourcesOf = cache(async (actor: Actor): Promise<readonly Source[]> => (await listSources(actor)).data);

/** Names of sources by their public id. */
export async function sourceNamesOf(actor: Actor): Promise<ReadonlyMap<string, string>> {
  return new Map((await sourcesOf(actor)).map((source) => [source.id, source.name]));
}
