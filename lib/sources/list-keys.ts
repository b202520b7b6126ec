import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { publicId } from "#lib/platform/ids";
import type { Page } from "#lib/platform/keyset";
import { getSource, keyNotFound } from "./get-source.ts";
import { readSource } from "./read-sources.ts";
import type { Reader } from "./source-counts.sql.ts";
import type { Key } from "./source-shape.ts";

/** All keys of a source, newest first; there are never so many that they need pages. */
export async function listKeys(actor: Actor, sourceId: string): Promise<Page<Key>> {
  requirePermission(actor, "sources.readDetails");
  const { keys } = await getSource(actor, sourceId);
  return { data: keys.toReversed(), nextCursor: null };
}

/** One key by bare UUIDs, with its use. Throws `Problem("not_found")`. */
export async function readKey(reader: Reader, sourceId: string, keyId: string): Promise<Key> {
  const source = await readSource(reader, sourceId, true);
  const key = source?.keys.find(({ id }) => id === publicId("key", keyId));
  if (key === undefined) throw keyNotFound();
  return key;
}
