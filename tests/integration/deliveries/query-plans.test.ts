import { beforeAll, describe, expect, test } from "vitest";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { findDeliveries, findDeliveriesOfEvents } from "#lib/deliveries/delivery-rows.sql";
import { firstIdAt, newId, publicId } from "#lib/platform/ids";
import { testDatabase } from "#tests/support/database";
import { explainStatements } from "#tests/support/explain-statements";

const db = await testDatabase();
const deliveries = 30_000;
const endpoints = [newId(), newId()];
const hotEvent = newId();

beforeAll(async () => {
  const startMs = Date.now() - 20 * 86_400_000;
  for (const id of endpoints) await db.pool.query("insert into endpoints (id, url) values ($1, 'http://127.0.0.1:9/hook')", [id]);
  // The oldest are those that did not succeed: a walk from the newest on would pass all the others.
  await db.pool.query(
    `insert into deliveries (id, event_id, target_id, status, created_at, next_attempt_at, finished_at)
     select id, gen_random_uuid(), ($2::uuid[])[n % 2 + 1], status, now(), case when status = 'pending' then now() end, case when status <> 'pending' then now() end
     from (select id, n, case when n > 30 then 'succeeded' else ('{failed,canceled,pending}'::text[])[n % 3 + 1] end as status from (select id, n::int from unnest($1::uuid[]) with ordinality as t(id, n)) numbered) made`,
    [Array.from({ length: deliveries }, (_none, index) => firstIdAt(startMs + index * 1_000)), endpoints],
  );
  // One event that was sent again and again.
  await db.pool.query(
    `insert into deliveries (id, event_id, target_id, replay_id, status, created_at, finished_at)
     select id, $2, $3, gen_random_uuid(), 'succeeded', now(), now() from unnest($1::uuid[]) id`,
    [Array.from({ length: 500 }, () => newId()), hotEvent, endpoints[0]],
  );
  await db.pool.query("analyze deliveries, endpoints");
}, 60_000);

const oneEndpoint = { endpointId: publicId("endpoint", endpoints[0] ?? "") };
const filters: readonly Readonly<Record<string, string>>[] = [
  {}, { status: "succeeded" }, { status: "failed" }, { status: "canceled" }, { status: "pending" }, oneEndpoint,
  { ...oneEndpoint, status: "failed" }, { ...oneEndpoint, status: "canceled" }, { ...oneEndpoint, status: "pending" }, { eventId: publicId("event", hotEvent) },
];

describe("the list of deliveries", () => {
  test.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))("with %s looks at few rows, however many there are", async (_name, filter) => {
    const { pool, work } = explainStatements(db.pool);
    const rows = await findDeliveries(pool, deliveriesQuery.parse(filter), null);
    expect(rows.length).toBeGreaterThan(4);
    // The tables of events are empty here, and read whole for that.
    expect(work.wholeTables.filter((table) => table.includes("deliveries"))).toEqual([]);
    expect(work.rows).toBeLessThan(2_000);
  });

  test("of several events shows the newest of each, and looks at no other event", async () => {
    const { pool, work } = explainStatements(db.pool);
    const others = (await findDeliveries(db.pool, deliveriesQuery.parse({ status: "failed" }), null)).slice(0, 3);
    const rows = await findDeliveriesOfEvents(pool, [hotEvent, ...others.map((row) => row.event_id), newId()], 4);
    expect(rows.map((row) => row.event_id).toSorted((one, other) => one.localeCompare(other))).toEqual([hotEvent, hotEvent, hotEvent, hotEvent, ...others.map((row) => row.event_id)].toSorted((one, other) => one.localeCompare(other)));
    expect(work.wholeTables.filter((table) => table.includes("deliveries"))).toEqual([]);
    expect(work.rows).toBeLessThan(2_000);
  });
});
