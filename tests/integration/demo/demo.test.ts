import { beforeAll, describe, expect, it } from "vitest";
import { fillDemo } from "#lib/demo/fill-demo";
import { demoAccounts } from "#lib/demo/accounts";
import { businessOf, dayMs } from "#lib/demo/business";
import { setLogLevel } from "#lib/platform/log";
import { openDatabase } from "#lib/platform/database/client";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { providerIds } from "#lib/providers/provider";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
// An evening that stands still: the same day every time.
const nowMs = Date.UTC(2026, 10, 20, 20);
const days = 1;
const seed = "one day";
const progress: (readonly [number, number])[] = [];
let messages = 0;

// The demo opens the process's database itself, with a clock of its own.
beforeAll(async () => {
  await db.close();
  // Circuits that open are part of the story.
  setLogLevel("error");
  const facts = { ring: keyRing(generateKeyRingText()), publicUrl: "http://127.0.0.1:3000", sessionSecret: "d".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: ["127.0.0.0/8"], metricsToken: null };
  const state = { seed, email: "demo@example.com", password: "the-password-of-the-demo", receiverPort: 3001, receiverSecret: encodeWebhookSecret(Buffer.alloc(32, 7)), filled: false };
  ({ messages } = await fillDemo({ databaseUrl: db.url, facts, state, days, nowMs, onProgress: (done, total) => progress.push([done, total]) }));
}, 240_000);

/** Asks the filled database, which nobody has open. */
async function asked<Row extends Record<string, unknown>>(text: string): Promise<readonly Row[]> {
  const database = openDatabase(db.url);
  try {
    return (await database.pool.query<Row>(text)).rows;
  } finally {
    await database.close();
  }
}

describe("a day of the demo", () => {
  it("has something for every list: payments of all providers, what was refused, deliveries that were tried again and that failed, alerts, the audit", async () => {
    const providers = await asked<{ provider: string }>("select distinct s.provider from transactions t join sources s on s.id = t.source_id where t.mode = 'live'");
    expect(providers.map(({ provider }) => provider).sort()).toEqual([...providerIds].sort());
    const [counts] = await asked<Record<string, number>>(`select
      (select count(distinct currency) from transactions)::int as currencies,
      (select count(*) from requests where outcome = 'rejected')::int as rejected,
      (select count(*) from events where state <> 'processed')::int as unread,
      (select count(*) from deliveries where status = 'succeeded')::int as delivered,
      (select count(*) from deliveries where status = 'failed')::int as given_up,
      (select count(*) from deliveries where attempt_count > 1)::int as tried_again,
      (select count(*) from alerts)::int as alerts,
      (select count(*) from validations where action = 'approve' and transaction_id is not null)::int as approved_and_tried,
      (select count(*) from validation_list_entries)::int as listed,
      (select count(*) from api_keys)::int as api_keys,
      (select sum(total) from replays)::int as replayed,
      (select count(*) from validations where action = 'decline' and rule is not null)::int as declined,
      (select count(*) from audit_entries where action = 'endpoint.circuit_open')::int as circuits,
      (select count(*) from endpoint_figures)::int as figures,
      (select count(*) from users where role = 'admin')::int as admins,
      (select count(distinct role) from users where joined_at is not null)::int as roles,
      (select count(*) from users where joined_at is null)::int as invited,
      (select count(*) from saved_views)::int as views,
      (select count(*) from transactions where resolution_status is not null)::int as closed_by_hand,
      (select count(*) from audit_entries where action = 'transaction.reopen')::int as reopened,
      (select count(*) from alerts where acknowledged_by is not null)::int as alerts_looked_after,
      (select count(*) from rebuilds)::int as rebuilds,
      (select count(*) from rule_sets where state = 'retired')::int as former_rules,
      (select count(*) from rule_sets where state = 'draft')::int as drafts,
      (select count(distinct actor_name) from audit_entries where actor_type = 'user')::int as actors,
      (select count(*) from transactions where mode = 'test')::int as tests`);
    expect(counts).toMatchObject({ currencies: 5, unread: 0, admins: 1, roles: 3 });
    expect(Object.entries(counts ?? {}).flatMap(([name, count]) => (count === 0 && name !== "unread" ? [name] : []))).toEqual([]);
  });

  it("was written by a clock that stood where things happened", async () => {
    const startMs = nowMs - (days + 1) * dayMs;
    for (const [table, column] of [["requests", "received_at"], ["transactions", "created_at"], ["deliveries", "created_at"], ["deliveries", "finished_at"], ["attempts", "started_at"], ["audit_entries", "at"], ["source_keys", "active_from"], ["endpoints", "created_at"], ["rule_sets", "activated_at"], ["users", "created_at"]] as const) {
      const [range] = await asked<{ first: Date; last: Date }>(`select min(${column}) as first, max(${column}) as last from ${table}`);
      expect(range?.first.getTime(), `${table}.${column}`).toBeGreaterThanOrEqual(startMs);
      expect(range?.last.getTime(), `${table}.${column}`).toBeLessThanOrEqual(nowMs + 5_000);
    }
    const [late] = await asked<{ count: number }>("select count(*)::int as count from deliveries d join events e on e.id = d.event_id where d.created_at - e.received_at > interval '2 minutes'");
    expect(late?.count).toBe(0);
    expect(Math.abs(Date.now() - new Date().getTime())).toBeLessThan(1_000);
    expect(await asked("select 1 from pg_namespace where nspname = 'demo_past'")).toEqual([]);
  });

  it("is the same for the same seed on the same day, and another one for another seed", async () => {
    const [source] = await asked<{ references: string[] }>("select array_agg(distinct reference order by reference) as references from transactions where mode = 'live'");
    const told = (ofSeed: string) => businessOf({ accounts: demoAccounts, days, nowMs, seed: ofSeed, rush: null }, null).map(({ atMs, message, account }) => `${account.name} ${String(atMs)} ${message.type} ${message.covered}`);
    const lines = told(seed);
    expect(told(seed)).toEqual(lines);
    const known = new Set(lines);
    expect(told("another").filter((line) => known.has(line))).toEqual([]);
    expect(new Set(source?.references).size).toBeGreaterThan(20);
  });

  it("tells truly how far it is", () => {
    expect(progress.at(-1)).toEqual([messages, messages]);
    expect(progress.every(([done], index) => index === 0 || done > (progress[index - 1]?.[0] ?? 0))).toBe(true);
  });
});
