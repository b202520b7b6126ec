import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseClock } from "#lib/deliveries/database-clock";
import { deliveryOverview } from "#lib/deliveries/delivery-overview";
import { HealthBook } from "#lib/deliveries/health-book";
import { Lanes } from "#lib/deliveries/lanes";
import { Recorder } from "#lib/deliveries/recorder";
import { Sender } from "#lib/deliveries/sender";
import { FigureBook } from "#lib/endpoints/figure-book";
import { openEndpointCache } from "#lib/endpoints/open-endpoint-cache";
import { updateEndpoint } from "#lib/endpoints/update-endpoint";
import { openNotifications } from "#lib/platform/database/notifications";
import { newId, publicId } from "#lib/platform/ids";
import { signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { addEndpoint } from "#tests/support/endpoints";
import { httpTarget } from "#tests/support/outbound-target";
import { type TestDoor, testDoor } from "#tests/support/receiving";
import { gatewaySecret, type TestSending, testSending } from "#tests/support/sending";

let db: TestDatabase;
let door: TestDoor;
let sending: TestSending;
let token: string;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  sending = await testSending(db, door);
  token = (await door.addSource("gateway", {}, gatewaySecret)).token;
});
afterAll(async () => {
  await sending.close();
  await door.close();
});

async function sendOne(): Promise<void> {
  const id = newId();
  await sending.send(token, `{"id":"${id}","event":"payment.completed","data":{"id":"pay_${id}"}}`);
}

async function countOf(condition: string, endpointId: string): Promise<number | null> {
  return (await db.pool.query(`select 1 from deliveries where target_id = $1 and ${condition}`, [endpointId])).rowCount;
}

describe("an endpoint that is paused", () => {
  test("gives back at once what was claimed for it and not sent, so that it goes on where it is soon resumed", async () => {
    const { actor } = await signedInPerson(db, "admin");
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: "http://127.0.0.1:9/never-answers", maxInFlight: 2 });
    for (let count = 0; count < 8; count += 1) await sendOne();
    const notifications = openNotifications(db.url);
    const endpoints = openEndpointCache(db.pool, door.installation.ring, notifications);
    const health = new HealthBook(db.pool, { onHopeless: () => undefined, onCircuit: () => undefined });
    const lanes = new Lanes(health);
    const sender = new Sender({
      pool: db.pool, endpoints, lanes, health,
      send: () => new Promise(() => undefined),
      figures: new FigureBook(() => Promise.resolve()),
      recorder: new Recorder(() => Promise.resolve(new Set())),
      clock: new DatabaseClock(),
      onGone: () => undefined,
    });
    lanes.follow((await endpoints.get()).all);
    const lane = lanes.of(endpoint.id);
    // As if it had just answered 120 times within a second: three are fetched ahead.
    const answerMany = (): void => {
      for (let count = 0; count < 120 && lane !== null; count += 1) {
        lane.inFlight += 1;
        lane.noteEnd();
      }
    };
    answerMany();
    const leased = () => countOf("leased_until > now()", endpoint.id);
    const running = sender.run();
    await expect.poll(leased, { timeout: 10_000 }).toBe(5);
    const change = async (status: "paused" | "enabled"): Promise<void> => {
      await updateEndpoint(actor, publicId("endpoint", endpoint.id), { status });
      endpoints.drop();
      lanes.lookAgain();
      sender.wake();
    };
    await change("paused");
    await expect.poll(leased, { timeout: 10_000 }).toBe(2);
    expect(await countOf("lease_token > 0 and leased_until is null", endpoint.id)).toBe(3);
    answerMany();
    await change("enabled");
    await expect.poll(() => countOf("lease_token = 2", endpoint.id), { timeout: 10_000 }).toBeGreaterThan(0);
    await sender.stop(0);
    await running;
    await notifications.close();
    await db.pool.query("delete from endpoints");
  });
});

describe("an endpoint that does nothing but fail", () => {
  test("is disabled after five days of it, not before, for everybody to see", async () => {
    await sending.start();
    const viewer = await signedInPerson(db, "viewer");
    const target = await httpTarget((_request, response) => void response.writeHead(500).end());
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: `http://127.0.0.1:${String(target.port)}/hook` });
    const failingFor = (time: string) =>
      db.pool.query("insert into endpoint_health (endpoint_id, failing_since) values ($1, now() - $2::interval) on conflict (endpoint_id) do update set failing_since = excluded.failing_since, last_failure_at = null", [endpoint.id, time]);
    const state = async () => (await db.pool.query<{ status: string; reason: string | null }>("select status, disabled_reason as reason from endpoints where id = $1", [endpoint.id])).rows[0];

    await failingFor("4 days 23 hours");
    await sendOne();
    await expect.poll(async () => (await db.pool.query("select 1 from endpoint_health where endpoint_id = $1 and last_failure_at is not null", [endpoint.id])).rowCount, { timeout: 10_000 }).toBe(1);
    expect(await state()).toEqual({ status: "enabled", reason: null });
    expect((await deliveryOverview(viewer.actor))?.troubled).toEqual([]);

    await failingFor("5 days");
    await sendOne();
    await expect.poll(state, { timeout: 10_000 }).toEqual({ status: "disabled", reason: "failing" });
    const entry = await db.prisma.auditEntry.findFirstOrThrow({ where: { action: "endpoint.disable" } });
    expect(entry).toMatchObject({ actorType: "worker", subjectType: "endpoint", subjectId: endpoint.id, details: { reason: "failing" } });
    // The banner of the overview.
    expect((await deliveryOverview(viewer.actor))?.troubled).toMatchObject([{ id: publicId("endpoint", endpoint.id), status: "disabled", disabledReason: "failing" }]);
    await expect.poll(() => countOf("status = 'failed' and last_error = 'endpoint_disabled'", endpoint.id), { timeout: 10_000 }).toBe(2);
    expect(await db.prisma.auditEntry.count({ where: { action: "endpoint.disable" } })).toBe(1);
  });
});
