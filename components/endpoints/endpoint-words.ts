import type { DisabledReason, Endpoint } from "#lib/endpoints/endpoint-shape";

type Named = Pick<Endpoint, "id" | "url" | "description">;

/** What people call an endpoint: its description, else its host; for those who may not see where it is, the end of its id. */
export function endpointName({ id, url, description }: Named): string {
  if (description !== "") return description;
  return url === null ? `Endpoint ${id.slice(-6)}` : hostOf(url);
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** `Everything`, or `payment.*, refund.completed and 3 more`. */
export function typesWords(types: readonly string[]): string {
  if (types.length === 0 || types.includes("*")) return "Every type";
  const rest = types.length - 2;
  return rest > 0 ? `${types.slice(0, 2).join(", ")} and ${String(rest)} more` : types.join(", ");
}

/** `from Adyen EU`, or nothing where all sources count. */
export function sourcesWords(sourceIds: readonly string[], sourceNames: ReadonlyMap<string, string>): string {
  if (sourceIds.length === 0) return "";
  const names = sourceIds.map((id) => sourceNames.get(id) ?? "a deleted source");
  return names.length > 2 ? `from ${String(names.length)} sources` : `from ${names.join(" and ")}`;
}

/** Why an endpoint is disabled, and what to do. */
export const disabledWords: Record<DisabledReason, { readonly what: string; readonly next: string }> = {
  by_hand: { what: "A person disabled it.", next: "No deliveries are made for it. Enable it to go on, and send it what it missed." },
  gone: { what: "Its URL answered 410 Gone, which says that it takes nothing any more.", next: "Correct the URL or the receiver, check it, then enable it and send it what it missed." },
  failing: { what: "Nothing but failures came back for five days.", next: "Find out from its last attempts what is wrong, check it, then enable it and send it what it missed." },
};

/** The names of what was changed, as the form calls them. */
const memberWords: ReadonlyMap<string, string> = new Map([
  ["url", "URL"],
  ["types", "types"],
  ["sourceIds", "sources"],
  ["headers", "headers"],
  ["ratePerSecond", "rate"],
  ["maxInFlight", "requests at once"],
  ["retry", "retry schedule"],
]);

export function changedWords(changed: readonly string[]): string {
  const words = changed.map((name) => memberWords.get(name) ?? name);
  const last = words.at(-1);
  if (last === undefined) return "Nothing";
  const text = words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
