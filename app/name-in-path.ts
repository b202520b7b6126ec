import type { Actor } from "#lib/access/actor";
import { endpointNamesOf } from "./endpoint-names.ts";
import { sourceNamesOf } from "./source-names.ts";

/** What the source or endpoint of an address is called; `null` where the address is of neither, or there is none. */
export async function nameInPath(actor: Actor, path: string): Promise<{ readonly id: string; readonly name: string } | null> {
  const [, section, id] = /^\/(sources|endpoints)\/([a-z]+_[0-9a-f-]{36})(?:[/?]|$)/.exec(path) ?? [];
  if (section === undefined || id === undefined) return null;
  const name = (await (section === "sources" ? sourceNamesOf(actor) : endpointNamesOf(actor))).get(id);
  return name === undefined ? null : { id, name };
}
