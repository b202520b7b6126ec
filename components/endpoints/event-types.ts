/** The normalised types by family, as the form offers them. */
export const eventFamilies: readonly { readonly family: string; readonly types: readonly string[] }[] = [
  { family: "payment", types: ["created", "pending", "action_required", "authorized", "completed", "failed", "canceled", "expired", "adjusted"] },
  { family: "refund", types: ["initiated", "completed", "failed", "reversed"] },
  { family: "dispute", types: ["opened", "updated", "won", "lost"] },
  { family: "payout", types: ["initiated", "completed", "failed"] },
  { family: "capture", types: ["failed"] },
  { family: "customer", types: ["created", "updated"] },
  { family: "report", types: ["available"] },
];

const offered: ReadonlySet<string> = new Set(eventFamilies.flatMap(({ family, types }) => [`${family}.*`, ...types.map((type) => `${family}.${type}`)]));

/** Filters that no checkbox stands for: a provider's own names, and families that the form does not know. */
export function otherTypes(types: readonly string[]): readonly string[] {
  return types.filter((type) => type !== "*" && !offered.has(type));
}
