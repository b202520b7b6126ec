import { providerById } from "#lib/providers/registry";
import { simulations } from "#lib/simulator/registry";
import { storiesOf } from "#lib/simulator/stories";
import type { Source } from "#lib/sources/source-shape";

/** What can be sent to a test source; empty where nothing can be, or nothing could be signed. */
export function scenariosOf({ provider, mode, status, settings, keys }: Source): readonly { readonly value: string; readonly text: string }[] {
  if (mode !== "test" || status === "archived" || !keys.some((key) => key.status === "active" || key.status === "expiring")) return [];
  const stories = storiesOf(provider, simulations[provider].demoSettings(settings ?? {})).map(({ id, title }) => ({ value: id, text: title }));
  return providerById(provider).takesValidations ? [...stories, { value: "validation", text: "Asks whether a payment may go on (validation)" }] : stories;
}
