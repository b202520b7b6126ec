import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import type { Page } from "#lib/platform/keyset";
import type { Provider } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";
import type { ProviderDescription } from "./provider-shape.ts";
import { sampleOfSchema, schemesOf } from "./sample-settings.ts";

/** Every provider that a source can be made for: its settings as a form, its keys, its back office. */
export function listProviders(actor: Actor): Page<ProviderDescription> {
  requirePermission(actor, "providers.read");
  return { data: Object.values(providers).map(describeProvider), nextCursor: null };
}

export function describeProvider(provider: Provider): ProviderDescription {
  // As somebody writes them: members with a default may be left out.
  const settings: Record<string, unknown> = { ...z.toJSONSchema(provider.settings, { io: "input" }) };
  const variants = schemesOf(settings).map((scheme) => {
    // Key format and steps depend on the scheme and on defaults alone, so that any settings of the scheme will do.
    const sample = sampleOfSchema(settings, scheme);
    return { scheme, keyFormat: provider.keyFormat(sample), setup: [...provider.setup(sample)] };
  });
  const [first] = variants;
  if (first === undefined) throw new Error(`provider ${provider.id} has no variant`);
  return { id: provider.id, name: provider.name, settings, keyFormat: first.keyFormat, setup: first.setup, variants, takesValidations: provider.takesValidations };
}
