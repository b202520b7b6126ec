import type { Provider } from "#lib/providers/provider";
import { isProviderId, providerById, providers } from "#lib/providers/registry";
import { UsageError } from "./usage-error.ts";

/** The provider of that id. Throws `UsageError` naming those that exist. */
export function providerArgument(id: string): Provider {
  if (!isProviderId(id)) throw new UsageError(`There is no provider "${id}". There are: ${Object.keys(providers).join(", ")}.`);
  return providerById(id);
}
