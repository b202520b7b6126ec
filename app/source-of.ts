import type { Actor } from "#lib/access/actor";
import { Problem } from "#lib/platform/problem";
import { getSource } from "#lib/sources/get-source";
import type { Source } from "#lib/sources/source-shape";

/** The source of a message; `null` when it was deleted since. */
export async function sourceOf(actor: Actor, id: string): Promise<Source | null> {
  try {
    return await getSource(actor, id);
  } catch (error) {
    if (error instanceof Problem && error.kind === "not_found") return null;
    throw error;
  }
}
