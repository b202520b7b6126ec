/**
 * Which folders of `lib` a folder may import, besides itself. A message flows one way (receiving stores, the worker turns it into events, statistics
 * and the REST routes read), and nothing further on is imported by what comes before it.
 */
const ground = ["platform"];
const rules = ["signing", "providers"];
const guarded = ["access", "audit", "live"];

export const mayImport: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  signing: [],
  providers: ["signing"],
  audit: [...ground, "access"],
  access: [...ground, "audit", "settings"],
  settings: [...ground, ...rules, "access", "audit", "endpoints"],
  alerts: [...ground, ...rules, "access", "audit", "settings", "events"],
  "public-url": [...ground, "access", "audit", "settings"],
  live: [...ground, "access"],
  account: [...ground, "access", "audit"],
  team: [...ground, "access", "audit"],
  receiving: [...ground, ...rules],
  sources: [...ground, ...rules, ...guarded],
  events: [...ground, ...rules, ...guarded, "receiving", "sources"],
  transactions: [...ground, ...rules, ...guarded, "sources", "events"],
  endpoints: [...ground, ...rules, ...guarded, "sources", "events", "alerts"],
  validations: [...ground, ...rules, ...guarded, "settings", "sources", "events", "transactions", "receiving", "endpoints"],
  "master-key": [...ground, ...guarded],
  stats: [...ground, ...rules, ...guarded, "settings", "sources", "events", "transactions"],
  simulator: [...ground, ...rules],
  sandbox: [...ground, ...rules, ...guarded, "sources", "simulator"],
  worker: [...ground, ...guarded, "settings", "alerts", "events", "transactions", "receiving", "stats", "rest", "endpoints", "deliveries", "retention", "validations"],
  deliveries: [...ground, ...rules, ...guarded, "sources", "events", "transactions", "endpoints", "alerts"],
  retention: [...ground, ...rules, ...guarded, "settings", "sources", "events", "transactions"],
  views: [...ground, ...rules, ...guarded, "sources", "events", "transactions"],
  rest: [...ground, ...rules, ...guarded, "sources", "events", "transactions", "views", "stats", "receiving", "simulator", "endpoints", "deliveries", "account", "team", "settings", "alerts", "retention", "validations", "public-url", "sandbox"],
  server: [...ground, ...rules, ...guarded, "settings", "alerts", "receiving", "validations", "worker", "stats", "rest"],
  demo: [...ground, ...rules, ...guarded, "alerts", "sources", "events", "transactions", "receiving", "endpoints", "deliveries", "simulator", "validations", "team", "views", "sandbox", "server", "cli"],
  cli: [...ground, ...rules, ...guarded, "sources", "events", "endpoints", "transactions", "simulator", "worker", "master-key", "public-url"],
};

/** Imports that go against the table, each with why it has to. */
export const allowedImports: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [];
