import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelDelivery } from "#lib/deliveries/cancel-delivery";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { getDelivery } from "#lib/deliveries/get-delivery";
import { getQueue } from "#lib/deliveries/get-queue";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { retryDeliveries } from "#lib/deliveries/retry-deliveries";
import { retryDelivery } from "#lib/deliveries/retry-delivery";
import { updateEndpoint } from "#lib/endpoints/update-endpoint";
import { newId, publicId } from "#lib/platform/ids";
import { type TestPerson, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { addEndpoint, type TestEndpoint } from "#tests/support/endpoints";
import { problemOf } from "#tests/support/nouns";
import { httpTarget } from "#tests/support/outbound-target";
import { type TestDoor, testDoor } from "#tests/support/receiving";
import { gatewaySecret, type TestSending, testSending } from "#tests/support/sending";

let db: TestDatabase;
let door: TestDoor;
let sending: TestSending;
let token: string;
let operator: TestPerson;
let viewer: TestPerson;
let admin: TestPerson;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  sending = await testSending(db, door);
  token = (await door.addSource("gateway", {}, gatewaySecret)).token;
  [operator, viewer, admin] = [await signedInPerson(db, "operator"), await signedInPerson(db, "viewer"), await signedInPerson(db, "admin")];
  await sending.start();
});
afterAll(async () => {
  await sending.close();
  await door.close();
});

/** A target that refuses until it is told to take. */
async function moodyEndpoint(schedule: readonly number[] = [1]): Promise<TestEndpoint & { takes: boolean; calls: () => number }> {
  const mood = { takes: false };
  const target = await httpTarget((_request, response: ServerResponse) => void response.writeHead(mood.takes ? 200 : 500, { "x-said": "no" }).end("not now"));
  const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: `http://127.0.0.1:${String(target.port)}/hook`, retrySchedule: schedule });
  return Object.assign(mood, endpoint, { calls: () => target.calls.length });
}

async function sendOne(): Promise<string> {
  const id = newId();
  return sending.send(token, `{"id":"${id}","event":"payment.completed","data":{"id":"pay_${id}"}}`);
}

async function listed(actor: TestPerson["actor"], filter: Readonly<Record<string, string>>) {
  return (await listDeliveries(actor, deliveriesQuery.parse(filter))).data;
}

describe("deliveries", () => {
  test("are found by endpoint, event and status, with every attempt and what was said there; viewers see neither where nor what", async () => {
    const endpoint = await moodyEndpoint();
    const eventId = publicId("event", await sendOne());
    const endpointId = publicId("endpoint", endpoint.id);
    await expect.poll(async () => (await listed(operator.actor, { endpointId, status: "failed" })).length, { timeout: 10_000 }).toBe(1);
    const [row] = await listed(operator.actor, { eventId });
    expect(row).toMatchObject({ eventId, eventType: "payment.completed", endpointId, status: "failed", attemptCount: 2, lastStatusCode: 500, lastError: null, nextAttemptAt: null });
    expect(await listed(operator.actor, { status: "failed" })).toEqual([row]);
    expect(await listed(operator.actor, { status: "pending" })).toEqual([]);
    const detail = await getDelivery(operator.actor, row?.id ?? "");
    expect(detail.attempts.map(({ number, statusCode, responseBody }) => ({ number, statusCode, responseBody }))).toEqual([1, 2].map((number) => ({ number, statusCode: 500, responseBody: "not now" })));
    const seen = await getDelivery(viewer.actor, row?.id ?? "");
    expect(seen.url).toBeNull();
    expect(seen.attempts[0]).toMatchObject({ statusCode: 500, requestHeaders: [], responseHeaders: [], responseBody: null });
    await db.pool.query("delete from endpoints");
  });

  test("that failed are sent again by hand, alone or many at once, and succeed", async () => {
    const endpoint = await moodyEndpoint();
    await sendOne();
    await sendOne();
    const endpointId = publicId("endpoint", endpoint.id);
    await expect.poll(async () => (await listed(operator.actor, { endpointId, status: "failed" })).length, { timeout: 10_000 }).toBe(2);
    endpoint.takes = true;
    const [first] = await listed(operator.actor, { endpointId });
    expect((await problemOf(retryDelivery(viewer.actor, { id: first?.id ?? "" }))).kind).toBe("forbidden");
    await retryDelivery(operator.actor, { id: first?.id ?? "" });
    const plan = await retryDeliveries(operator.actor, { filter: { endpointId }, dryRun: true });
    expect(plan).toMatchObject({ retried: 0 });
    await retryDeliveries(operator.actor, { filter: { endpointId } });
    await expect.poll(async () => (await listed(operator.actor, { endpointId, status: "succeeded" })).length, { timeout: 10_000 }).toBe(2);
    expect((await problemOf(retryDelivery(operator.actor, { id: first?.id ?? "" }))).kind).toBe("conflict");
    const detail = await getDelivery(operator.actor, first?.id ?? "");
    expect(detail.attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
    const { rows } = await db.pool.query("select action from audit_entries where action like 'delivery.%' order by position");
    expect(rows).toEqual([{ action: "delivery.retry" }, { action: "delivery.retry_many" }]);
    await db.pool.query("delete from endpoints");
  });

  test("that wait are canceled and not sent again; the queue tells what waits", async () => {
    const endpoint = await moodyEndpoint([3_600]);
    await sendOne();
    const endpointId = publicId("endpoint", endpoint.id);
    await expect.poll(async () => (await listed(operator.actor, { endpointId, status: "pending" }))[0]?.attemptCount, { timeout: 10_000 }).toBe(1);
    expect((await getQueue(admin.actor)).endpoints).toMatchObject([{ endpointId, depth: 1, due: 0, running: 0, failed: 0 }]);
    expect((await problemOf(getQueue(operator.actor))).kind).toBe("forbidden");
    const [row] = await listed(operator.actor, { endpointId });
    await cancelDelivery(operator.actor, { id: row?.id ?? "" });
    expect((await listed(operator.actor, { endpointId }))[0]).toMatchObject({ status: "canceled", nextAttemptAt: null });
    expect((await problemOf(cancelDelivery(operator.actor, { id: row?.id ?? "" }))).kind).toBe("conflict");
    expect((await getQueue(admin.actor)).depth).toBe(0);
    await db.pool.query("delete from endpoints");
  });

  test("stop at once when their endpoint is paused while it is slow and more comes in", async () => {
    const held: ServerResponse[] = [];
    let paused = false;
    const slow = await httpTarget((_request, response) => void (paused ? response.writeHead(200).end() : held.push(response)));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: `http://127.0.0.1:${String(slow.port)}/hook`, maxInFlight: 2 });
    for (let count = 0; count < 12; count += 1) await sendOne();
    await expect.poll(() => held.length, { timeout: 10_000 }).toBe(2);
    await updateEndpoint(admin.actor, publicId("endpoint", endpoint.id), { status: "paused" });
    paused = true;
    for (const response of held) response.writeHead(200).end();
    await expect.poll(async () => (await getQueue(admin.actor)).running, { timeout: 15_000 }).toBe(0);
    const sent = slow.calls.length;
    expect(sent, "those that were under way, and their like in the moment of the pause").toBeLessThan(7);
    expect((await listed(operator.actor, { endpointId: publicId("endpoint", endpoint.id), status: "pending" })).length).toBe(12 - sent);
    await db.pool.query("delete from endpoints");
  });
});
