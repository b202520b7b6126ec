import type { Transaction } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";

/**
 * The bare ids of a filter's sources, each once. A filter on a source that is not there would never match: a mistake,
 * said at once. Throws `Problem("bad_input")`.
 */
export async function sourceFilter(tx: Transaction, publicIds: readonly string[]): Promise<string[]> {
  const ids = publicIds.map((id) => parsePublicId("source", id));
  const found = await tx.source.findMany({ where: { id: { in: ids.filter((id) => id !== null) }, deletedAt: null }, select: { id: true } });
  const errors = ids.flatMap((id, at) => (found.some((source) => source.id === id) ? [] : [{ path: `sourceIds.${String(at)}`, message: "is no source of this installation" }]));
  if (errors.length > 0) throw new Problem("bad_input", "A source of the filter does not exist, so that nothing of it would ever be sent. Nothing was saved.", { errors });
  return found.map(({ id }) => id);
}
