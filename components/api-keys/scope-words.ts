/** What scopes mean, by noun and verb, for whoever makes a key. */
const nouns: ReadonlyMap<string, { readonly title: string; readonly read?: string; readonly write?: string }> = new Map([
  ["transactions", { title: "Transactions", read: "See payments, their amounts, timelines and exports", write: "Close by hand and open again, acknowledge, rebuild" }],
  ["events", { title: "Events", read: "See events and their payloads, and follow the live stream", write: "Read failed events again" }],
  ["requests", { title: "Requests", read: "See what was received, and why it was refused", write: "Verify kept requests again" }],
  ["deliveries", { title: "Deliveries", read: "See deliveries, attempts and replays", write: "Retry and cancel deliveries" }],
  ["replays", { title: "Replays", write: "Send events again, one or many" }],
  ["sources", { title: "Sources", read: "See sources, their URLs and the fingerprints of their keys", write: "Make and change sources, test them" }],
  ["keys", { title: "Keys of sources", write: "Add, rotate and revoke the keys that verify; never reveal them" }],
  ["endpoints", { title: "Endpoints", read: "See endpoints and their settings", write: "Make and change endpoints, rotate their secrets; never reveal them" }],
  ["sandbox", { title: "Sandbox", write: "Play the checkouts of test sources" }],
  ["validations", { title: "Validations", read: "See what was decided on payments before they were tried" }],
  ["validation-rules", { title: "Rules of validations", read: "See rule sets and their versions", write: "Draft, try and activate rules" }],
  ["validation-lists", { title: "Lists of validations", read: "See the lists that rules refer to", write: "Change what is on the lists; rules act on it at once" }],
  ["personal", { title: "Personal data", read: "See names, addresses and emails of customers unmasked; each look stands in the audit", write: "Erase the personal data of a customer" }],
  ["stats", { title: "Statistics", read: "See counts, sums and the overview" }],
  ["queue", { title: "Queue", read: "See what waits and what is under way", write: "Change what waits" }],
  ["audit", { title: "Audit", read: "See the audit, verify its chain, export its head" }],
  ["alerts", { title: "Alerts", read: "See alerts and their rules", write: "Acknowledge and resolve alerts" }],
  ["settings", { title: "Settings", read: "See the settings", write: "Change the settings that need no password" }],
  ["users", { title: "Team", read: "See who has an account, and their roles" }],
]);

export interface ScopeGroup {
  readonly noun: string;
  readonly title: string;
  readonly scopes: readonly { readonly scope: string; readonly verb: string; readonly says: string }[];
}

/** The given scopes by their nouns, in an order that people look for. */
export function groupScopes(scopes: readonly string[]): readonly ScopeGroup[] {
  const found = [...new Set(scopes.map((scope) => nounOf(scope)))];
  const known = [...nouns.keys()];
  const order = (noun: string): number => (known.includes(noun) ? known.indexOf(noun) : known.length);
  return found
    .toSorted((a, b) => order(a) - order(b) || a.localeCompare(b))
    .map((noun) => ({ noun, title: nouns.get(noun)?.title ?? noun, scopes: scopes.filter((scope) => nounOf(scope) === noun).map((scope) => ({ scope, verb: verbOf(scope), says: saysOf(noun, verbOf(scope)) })) }));
}

/** "Reads events, deliveries; writes replays": short enough for a list. */
export function scopesWords(scopes: readonly string[]): string {
  const verbs = [...new Set(scopes.map(verbOf))].toSorted();
  const words = verbs.map((verb) => `${verb === "read" ? "reads" : verb === "write" ? "writes" : verb} ${groupScopes(scopes.filter((scope) => verbOf(scope) === verb)).map(({ title }) => title.toLowerCase()).join(", ")}`).join("; ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function saysOf(noun: string, verb: string): string {
  const words = nouns.get(noun);
  const says = verb === "read" ? words?.read : verb === "write" ? words?.write : undefined;
  return says ?? `${verb} ${noun}`;
}

function nounOf(scope: string): string {
  return scope.split(":")[0] ?? scope;
}

function verbOf(scope: string): string {
  return scope.split(":")[1] ?? "";
}
