import type { Actor } from "#lib/access/actor";
import { providerById } from "#lib/providers/registry";
import type { Source } from "#lib/sources/source-shape";
import { sourcesOf } from "./source-names.ts";

/** The sources whose provider asks before it tries a payment. */
export async function validationSourcesOf(actor: Actor): Promise<readonly Source[]> {
  return (await sourcesOf(actor)).filter(({ provider }) => providerById(provider).takesValidations);
}
