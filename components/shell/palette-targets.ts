import { type Role, roleAllows } from "#lib/access/permissions";
import { shortestSearch } from "#lib/events/payload-search-shape";
import { navigationFor } from "./navigation.ts";

export interface PaletteSource {
  readonly id: string;
  readonly name: string;
}

export interface PaletteTarget {
  readonly text: string;
  readonly kind: string;
  readonly href: string;
}

const pagesOfIds = { txn: ["Transaction", "/transactions/"], evt: ["Event", "/events/"], req: ["Request", "/requests/"], src: ["Source", "/sources/"], dlv: ["Delivery", "/deliveries/"], end: ["Endpoint", "/endpoints/"], rpl: ["Replay", "/replays/"], val: ["Validation", "/validations/"], rul: ["Version of rules", "/validations/rules/"], lst: ["List of validations", "/validations/lists/"] } as const;

/** Where `query` may lead: the page of an id first, then pages and sources by name, the transactions that were found, then searches. */
export function findTargets(query: string, sources: readonly PaletteSource[], role: Role, transactions: readonly PaletteTarget[] = []): readonly PaletteTarget[] {
  const text = query.trim();
  const byId = /^(txn|evt|req|src|dlv|end|rpl|val|rul|lst)_[0-9a-f-]{36}$/.exec(text)?.[1];
  const pages: PaletteTarget[] = [
    ...navigationFor(role).map((item) => ({ text: item.text, kind: "Page", href: item.href })),
    { text: "Requests", kind: "Page", href: "/requests" },
    { text: "Failed deliveries", kind: "Page", href: "/deliveries?status=failed" },
    { text: "Search in payloads", kind: "Page", href: "/events/search" },
    { text: "Replays", kind: "Page", href: "/replays" },
    { text: "Rejected requests", kind: "Page", href: "/requests?outcome=rejected" },
    ...(roleAllows(role, "sources.write") ? [{ text: "New source", kind: "Page", href: "/sources/new" }, { text: "New endpoint", kind: "Page", href: "/endpoints/new" }] : []),
  ];
  const named = [...pages, ...sources.map((source) => ({ text: source.name, kind: "Source", href: `/sources/${source.id}` }))];
  const wanted = text.toLowerCase();
  const matching = named.filter((target) => target.text.toLowerCase().includes(wanted));
  if (text === "") return matching;
  const direct = byId === undefined || !isIdOfPage(byId) ? [] : [{ text, kind: pagesOfIds[byId][0], href: `${pagesOfIds[byId][1]}${text}` }];
  return [
    ...direct,
    ...matching,
    ...transactions,
    { text: `Transactions with “${text}”`, kind: "Search", href: `/transactions?q=${encodeURIComponent(text)}&mode=all` },
    { text: `Events with the reference “${text}”`, kind: "Search", href: `/events?q=${encodeURIComponent(text)}&mode=all` },
    ...(text.length < shortestSearch ? [] : [{ text: `Payloads that hold “${text}”`, kind: "Search", href: `/events/search?text=${encodeURIComponent(text)}&mode=all` }]),
  ];
}

function isIdOfPage(prefix: string): prefix is keyof typeof pagesOfIds {
  return Object.hasOwn(pagesOfIds, prefix);
}
