import type { Actor } from "#lib/access/actor";
import { createApiKey } from "#lib/access/create-api-key";
import { createEndpoint } from "#lib/endpoints/create-endpoint";
import type { OutboundRequest, OutboundResult } from "#lib/platform/outbound/exchange";
import { randomInt, type Random } from "#lib/simulator/randomness";
import { randomKey } from "#lib/simulator/random-key";
import { createSource } from "#lib/sources/create-source";
import { activateRuleSet } from "#lib/validations/activate-rule-set";
import { addEntries } from "#lib/validations/add-entries";
import { createRuleSet } from "#lib/validations/create-rule-set";
import { createList } from "#lib/validations/write-list";
import { demoAccounts, type DemoAccount } from "./accounts.ts";
import { unservedCountries } from "./business.ts";

/** Who made the demo, as its audit says. */
export const demoActor: Actor = { type: "cli", name: "demo" };

/** A source of the demo with the keys that its provider signs by. */
export interface DemoSource {
  readonly id: string;
  readonly token: string;
  readonly keys: Readonly<Record<"first" | "next", string>>;
}

export async function makeSources(random: Random): Promise<ReadonlyMap<DemoAccount, DemoSource>> {
  const made = new Map<DemoAccount, DemoSource>();
  for (const account of demoAccounts) {
    const { provider, name, mode, settings } = account;
    const keys = { first: randomKey(provider, settings, random), next: randomKey(provider, settings, random) };
    const source = await createSource(demoActor, { provider, name, mode, settings, keys: [{ secret: keys.first, label: "First key" }] });
    made.set(account, { id: source.id, token: source.token ?? "", keys });
  }
  return made;
}

/** The rule that was made stricter. */
export const cardLimit = "One card, many payments";

/** What the merchant answers where a provider asks before it tries a payment. */
export async function makeRules(sources: ReadonlyMap<DemoAccount, DemoSource>): Promise<void> {
  const throwaway = await createList(demoActor, { name: "Throwaway mail", description: "Domains whose addresses live for ten minutes", field: "emailDomain" });
  await addEntries(demoActor, { id: throwaway.id, values: ["10minutes.example", "mailbin.example", "nobody.example"], note: "Seen with stolen cards" });
  for (const [{ provider }, { id }] of sources) {
    if (provider !== "praxis") continue;
    const declined = (description: string) => ({ action: "decline", status: 1, description });
    const rules = [
      { name: "Throwaway mail", when: { field: "emailDomain", op: "inList", value: throwaway.id }, then: declined("Please use another email address.") },
      { name: "Where we do not ship", when: { field: "country", op: "in", value: unservedCountries }, then: declined("We do not ship to your country yet.") },
      { name: cardLimit, when: { velocity: { measure: "count", per: "card", withinSeconds: 3_600 }, op: "gt", value: 6 }, then: declined("Too many payments with this card. Please try again in an hour.") },
      { name: "Much from one customer", when: { velocity: { measure: "sum", per: "customer", withinSeconds: 86_400 }, op: "gt", value: 500_000 }, then: declined("Please call us about an order of this size.") },
    ];
    const draft = await createRuleSet(demoActor, { sourceId: id, rules, default: { action: "approve" }, fallback: declined("Please try again in a few minutes.") });
    await activateRuleSet(demoActor, draft.id, {});
  }
}

/** Scripts of the merchant's, each with what it needs. Their secrets are told to nobody. */
export async function makeApiKeys(): Promise<void> {
  await createApiKey(demoActor, { name: "Bookkeeping export", scopes: ["transactions:read"] });
  await createApiKey(demoActor, { name: "Shop monitoring", scopes: ["deliveries:read", "stats:read"] });
}

/** A server that is asked once more, and no more: what it misses it fetches by itself. */
const shortSchedule = [60];

/** The merchant's own servers, all played by one receiver. */
export async function makeEndpoints(receiverUrl: string, secret: string): Promise<void> {
  const at = (name: string): string => new URL(`/${name}`, receiverUrl).href;
  const endpoints = [
    { url: at("shop"), description: "Shop backend", types: ["payment.*", "refund.*", "dispute.*"], mode: "live" },
    { url: at("warehouse"), description: "Warehouse", types: ["payment.completed", "payment.canceled", "refund.completed"], mode: "live", retry: { schedule: shortSchedule } },
    { url: at("bookkeeping"), description: "Bookkeeping", types: ["refund.*", "dispute.*", "payout.*"], mode: "live", maxInFlight: 4 },
    { url: at("support"), description: "Customer service, Prahsys’ own format", types: ["message.*", "conversation.*", "contact.*"], mode: "live", format: "original" },
    { url: at("staging"), description: "Staging", types: [], mode: "test" },
  ];
  for (const endpoint of endpoints) await createEndpoint(demoActor, { ...endpoint, secret });
}

/** Some days ago the warehouse was away for an afternoon. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the merchant's servers answered then: mostly at once, seldom not, and the warehouse not at all while it was away. */
export function answerThen(outage: Outage, random: Random): (request: OutboundRequest, atMs: number) => OutboundResult {
  return ({ url }, atMs) => {
    const isAway = new URL(url).pathname === "/warehouse" && atMs >= outage.fromMs && atMs < outage.toMs;
    if (isAway && randomInt(random, 3) === 0) return { error: "timeout", detail: "nothing came within 15 s", statusCode: null, headers: [], body: new Uint8Array(), truncated: false, durationMs: 15_000, timings: { dnsMs: 0, connectMs: 1, tlsMs: null, firstByteMs: null } };
    const isBad = isAway || randomInt(random, 600) === 0;
    const durationMs = 18 + randomInt(random, 60) + (randomInt(random, 40) === 0 ? randomInt(random, 900) : 0);
    const body = Buffer.from(isBad ? '{"error":"the database of the warehouse is away"}' : '{"received":true}', "utf8");
    return { error: null, detail: null, statusCode: isAway ? 503 : isBad ? 500 : 200, headers: [["content-type", "application/json"]], body, truncated: false, durationMs, timings: { dnsMs: 0, connectMs: 1, tlsMs: null, firstByteMs: durationMs - 1 } };
  };
}
