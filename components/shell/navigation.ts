import { type Role, roles } from "#lib/access/permissions";

/** What exists, in the order of the side navigation. `key` chooses the icon. */
export const navigation = [
  { key: "overview", href: "/", text: "Overview" },
  { key: "transactions", href: "/transactions", text: "Transactions", alsoUnder: ["/customers"] },
  { key: "events", href: "/events", text: "Events", alsoUnder: ["/requests"] },
  { key: "deliveries", href: "/deliveries", text: "Deliveries", alsoUnder: ["/replays", "/queue"] },
  { key: "validations", href: "/validations", text: "Validations" },
  { key: "sources", href: "/sources", text: "Sources" },
  { key: "endpoints", href: "/endpoints", text: "Endpoints" },
  { key: "sandbox", href: "/sandbox", text: "Sandbox", least: "operator" },
  { key: "alerts", href: "/alerts", text: "Alerts" },
  { key: "audit", href: "/audit", text: "Audit", least: "admin" },
  { key: "team", href: "/team", text: "Team", least: "admin" },
  { key: "apiKeys", href: "/api-keys", text: "API keys", least: "admin" },
  { key: "settings", href: "/settings", text: "Settings", least: "operator" },
  { key: "docs", href: "/docs", text: "API docs" },
] as const satisfies readonly NavigationItem[];

export interface NavigationItem {
  readonly key: string;
  readonly href: string;
  readonly text: string;
  /** Other addresses that belong to it. */
  readonly alsoUnder?: readonly string[];
  /** The least role that it is shown to; anybody's without. */
  readonly least?: Role;
}

export type NavigationKey = (typeof navigation)[number]["key"];

/** What somebody of this role is shown. */
export function navigationFor(role: Role): readonly (NavigationItem & { readonly key: NavigationKey })[] {
  return navigation.filter((item) => !("least" in item) || roles.indexOf(role) >= roles.indexOf(item.least));
}

/** Whether the item is where `pathname` is. */
export function isCurrent(item: NavigationItem, pathname: string): boolean {
  if (item.href === "/") return pathname === "/";
  return [item.href, ...(item.alsoUnder ?? [])].some((start) => pathname === start || pathname.startsWith(`${start}/`));
}

export interface Crumb {
  readonly text: string;
  /** `null`: where we are. */
  readonly href: string | null;
}

// Maps, not objects: parts of an address such as "__proto__" name nothing in them.
const sections: ReadonlyMap<string, string> = new Map([
  ["transactions", "Transactions"],
  ["customers", "Customers"],
  ["rebuilds", "Rebuilds"],
  ["events", "Events"],
  ["requests", "Requests"],
  ["deliveries", "Deliveries"],
  ["replays", "Replays"],
  ["queue", "Queue"],
  ["validations", "Validations"],
  ["rules", "Rules"],
  ["lists", "Lists"],
  ["endpoints", "Endpoints"],
  ["sources", "Sources"],
  ["sandbox", "Sandbox"],
  ["sessions", "Sessions"],
  ["retention", "Retention"],
  ["api-keys", "API keys"],
  ["team", "Team"],
  ["account", "Your account"],
  ["alerts", "Alerts"],
  ["audit", "Audit"],
  ["settings", "Settings"],
  ["docs", "API docs"],
]);
const pages: ReadonlyMap<string, string> = new Map([
  ["sources/new", "New source"],
  ["endpoints/new", "New endpoint"],
  ["events/search", "Search in payloads"],
  ["connect", "Connect"],
  ["rotate", "Rotate"],
  ["rotate-url", "New URL"],
  ["reverify", "Verify again"],
  ["edit", "Change"],
]);

const noNames: ReadonlyMap<string, string> = new Map();

/** The way to `pathname`, as links; `names` are those of ids in it. */
export function crumbsOf(pathname: string, names: ReadonlyMap<string, string> = noNames): readonly Crumb[] {
  const parts = pathname.split("/").filter((part) => part !== "");
  if (parts.length === 0) return [{ text: "Overview", href: null }];
  return parts.map((part, at) => ({
    text: sections.get(part) ?? pages.get(part) ?? pages.get(`${parts[at - 1] ?? ""}/${part}`) ?? names.get(part) ?? shortenId(decoded(part)),
    href: at === parts.length - 1 ? null : (listOf.get(part) ?? `/${parts.slice(0, at + 1).join("/")}`),
  }));
}

/** Where the list of a section is that has no page of its own. */
const listOf: ReadonlyMap<string, string> = new Map([["customers", "/transactions"], ["sessions", "/sandbox"]]);

/** A part of an address as people read it; one that is broken stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // No UTF-8 behind its percent signs.
  }
}

function shortenId(part: string): string {
  return part.length > 20 ? `${part.slice(0, 8)}…${part.slice(-4)}` : part;
}
