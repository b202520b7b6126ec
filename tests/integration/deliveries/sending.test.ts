import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#lib/platform/ids";
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
  await sending.start();
});
afterAll(async () => {
  await sending.close();
  await door.close();
});

const answerWith =
  (status: number, headers: Readonly<Record<string, string>> = {}) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, headers).end("noted");

interface DeliveryRow {
  readonly id: string;
  readonly status: string;
  readonly attempt_count: number;
  readonly last_error: string | null;
  readonly last_status_code: number | null;
  readonly waits_ms: number | null;
}

async function deliveriesTo(endpointId: string): Promise<DeliveryRow[]> {
  const { rows } = await db.pool.query<DeliveryRow>(
    "select id, status, attempt_count, last_error, last_status_code, extract(epoch from next_attempt_at - now())::float8 * 1000 as waits_ms from deliveries where target_id = $1 order by id",
    [endpointId],
  );
  return rows;
}

function message(type = "payment.completed"): string {
  const id = newId();
  return `{"id":"${id}","event":"${type}","created_at":"2026-01-01T00:00:00Z","data":{"id":"pay_${id}","amount":12345678901234567890,"currency":"EUR","customer":{"email":"zoe@example.com"}}}`;
}

const urlOf = (port: number): string => `http://127.0.0.1:${String(port)}/hook`;
async function ended(endpointId: string, status: string): Promise<void> {
  await expect.poll(async () => (await deliveriesTo(endpointId)).map((row) => row.status), { timeout: 10_000 }).toEqual([status]);
}

describe("an event", () => {
  test("reaches the endpoints whose filters take it, once each, signed, every number exact", async () => {
    const target = await httpTarget(answerWith(204));
    const wanted = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), types: ["payment.*"] });
    const other = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), types: ["refund.completed"] });
    const live = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), mode: "live" });
    const eventId = await sending.send(token, message());
    await ended(wanted.id, "succeeded");
    expect(await deliveriesTo(other.id)).toEqual([]);
    expect(await deliveriesTo(live.id)).toEqual([]);
    const [call] = target.calls;
    expect(target.calls).toHaveLength(1);
    expect(call?.headers["webhook-id"]).toBe(`evt_${eventId}`);
    expect(call?.headers["x-signature"]).toBe(createHmac("sha256", wanted.secret).update(call?.body ?? "").digest("hex"));
    expect(call?.headers["countersign-attempt"]).toBe("1");
    const text = call?.body.toString("utf8") ?? "";
    expect(text).toContain('"amount":12345678901234567890');
    expect(z.object({ id: z.string(), type: z.string(), provider: z.string(), mode: z.string(), data: z.object({ transaction: z.looseObject({ status: z.string() }), payload: z.object({ event: z.string() }) }) }).parse(JSON.parse(text))).toMatchObject({
      id: `evt_${eventId}`,
      type: "payment.completed",
      provider: "gateway",
      mode: "test",
      data: { transaction: { status: "captured", customer: { email: "zoe@example.com" } } },
    });
    const { rows } = await db.pool.query("select number, status_code, error, convert_from(response_body, 'UTF8') as body from attempts where delivery_id = $1", [(await deliveriesTo(wanted.id))[0]?.id]);
    expect(rows).toEqual([{ number: 1, status_code: 204, error: null, body: "" }]);
    await db.pool.query("delete from endpoints");
  });

  test("in the provider's own form keeps its bytes and its signature, beside which ours stand", async () => {
    const target = await httpTarget(answerWith(200));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), format: "original" });
    const body = message();
    const eventId = await sending.send(token, body);
    await ended(endpoint.id, "succeeded");
    const [call] = target.calls;
    expect(call?.body.toString("utf8")).toBe(body);
    expect(call?.headers).toMatchObject({ "content-type": "application/json", "x-signature": createHmac("sha256", gatewaySecret).update(body).digest("hex"), "countersign-id": `evt_${eventId}` });
    expect(Object.keys(call?.headers ?? {}).filter((name) => name.startsWith("webhook-"))).toEqual([]);
    await db.pool.query("delete from endpoints");
  });

  test("in which card digits were masked goes in our own form, and says so", async () => {
    const target = await httpTarget(answerWith(200));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), format: "original" });
    const id = newId();
    await sending.send(token, `{"id":"${id}","event":"payment.completed","note":"4111111111111111","data":{"id":"pay_${id}"}}`);
    await ended(endpoint.id, "succeeded");
    expect(target.calls[0]?.headers).toMatchObject({ "countersign-masked": "true" });
    expect(target.calls[0]?.headers["webhook-signature"]).toMatch(/^v1,/);
    expect(target.calls[0]?.body.toString("utf8")).not.toContain("4111111111111111");
    await db.pool.query("delete from endpoints");
  });
});

describe("an attempt that fails", () => {
  test("is made again by the schedule, no sooner than the target asks", async () => {
    const target = await httpTarget(answerWith(503, { "retry-after": "20" }));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port) });
    await sending.send(token, message());
    await expect.poll(async () => (await deliveriesTo(endpoint.id))[0]?.attempt_count, { timeout: 10_000 }).toBe(1);
    const [row] = await deliveriesTo(endpoint.id);
    expect(row).toMatchObject({ status: "pending", last_status_code: 503 });
    expect(row?.waits_ms).toBeGreaterThan(15_000);
    const isHeld = async (): Promise<boolean> => (await db.pool.query("select 1 from endpoint_health where endpoint_id = $1 and hold_until > now()", [endpoint.id])).rowCount === 1;
    await expect.poll(isHeld, { timeout: 10_000 }).toBe(true);
    await db.pool.query("delete from endpoints");
  });

  test("is made again until it succeeds, with the same id and a count", async () => {
    let calls = 0;
    const target = await httpTarget((request, response) => {
      calls += 1;
      answerWith(calls < 3 ? 500 : 200)(request, response);
    });
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), retrySchedule: [1, 1] });
    await sending.send(token, message());
    await ended(endpoint.id, "succeeded");
    expect(new Set(target.calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(target.calls.map(({ headers }) => headers["countersign-attempt"])).toEqual(["1", "2", "3"]);
    const { rows } = await db.pool.query<{ number: number }>("select number from attempts where delivery_id = $1 order by id", [(await deliveriesTo(endpoint.id))[0]?.id]);
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
    await db.pool.query("delete from endpoints");
  });

  test("again and again opens the circuit: nothing is sent until a probe succeeds, then everything that waits", async () => {
    let takes = false;
    const target = await httpTarget((request, response) => answerWith(takes ? 200 : 500)(request, response));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), retrySchedule: [1, 1, 1, 1, 1, 1] });
    for (let count = 0; count < 12; count += 1) await sending.send(token, message());
    const circuit = async (): Promise<string | undefined> => (await db.pool.query<{ circuit: string }>("select circuit from endpoint_health where endpoint_id = $1", [endpoint.id])).rows[0]?.circuit;
    await expect.poll(circuit, { timeout: 10_000 }).toBe("open");
    // What was under way when it opened has come back.
    const underWay = async (): Promise<number> => (await db.pool.query("select 1 from deliveries where leased_until > now()")).rowCount ?? 0;
    await expect.poll(underWay, { timeout: 10_000 }).toBe(0);
    await sending.send(token, message());
    takes = true;
    const failed = target.calls.length;
    await expect.poll(async () => (await deliveriesTo(endpoint.id)).every(({ waits_ms }) => (waits_ms ?? 0) < 0), { timeout: 10_000 }).toBe(true);
    expect(target.calls).toHaveLength(failed);
    await db.pool.query("update endpoint_health set next_probe_at = now() where endpoint_id = $1", [endpoint.id]);
    await expect.poll(async () => (await deliveriesTo(endpoint.id)).every(({ status }) => status === "succeeded"), { timeout: 15_000 }).toBe(true);
    // How the endpoint fares is written after the outcomes.
    await expect.poll(circuit, { timeout: 10_000 }).toBe("closed");
    const told = async () => (await db.pool.query<{ action: string; actor_type: string }>("select action, actor_type from audit_entries where action like 'endpoint.circuit%' order by position")).rows;
    await expect.poll(told, { timeout: 5_000 }).toEqual(["endpoint.circuit_open", "endpoint.circuit_close"].map((action) => ({ action, actor_type: "worker" })));
    await db.pool.query("delete from endpoints");
  });

  test("with 410 ends the endpoint, in the audit, and shows what waited for it as failed", async () => {
    const target = await httpTarget(answerWith(410));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), maxInFlight: 1 });
    await sending.send(token, message());
    await sending.send(token, message());
    await expect.poll(async () => (await deliveriesTo(endpoint.id)).map(({ status }) => status), { timeout: 10_000 }).toEqual(["failed", "failed"]);
    const { rows } = await db.pool.query("select e.status, e.disabled_reason, a.action, a.actor_type from endpoints e join audit_entries a on a.subject_id = e.id::text where e.id = $1", [endpoint.id]);
    expect(rows).toEqual([{ status: "disabled", disabled_reason: "gone", action: "endpoint.disable", actor_type: "worker" }]);
    await db.pool.query("delete from endpoints");
  });
});

describe("a delivery", () => {
  test("of a paused source waits, and goes out when the source is resumed", async () => {
    const target = await httpTarget(answerWith(200));
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port) });
    const source = await door.addSource("gateway", {}, gatewaySecret);
    await db.pool.query("update sources set status = 'paused' where id = $1", [source.id]);
    await sending.send(source.token, message());
    await sending.send(token, message());
    await expect.poll(async () => (await deliveriesTo(endpoint.id)).map(({ status }) => status), { timeout: 10_000 }).toEqual(["pending", "succeeded"]);
    expect(target.calls).toHaveLength(1);
    await db.pool.query("update sources set status = 'active' where id = $1", [source.id]);
    await db.pool.query("select pg_notify('countersign_sources', $1)", [source.id]);
    await expect.poll(() => target.calls.length, { timeout: 10_000 }).toBe(2);
    await db.pool.query("delete from endpoints");
  });

  test("to a target that never answers delays no other", async () => {
    const dead = await httpTarget(() => undefined);
    const alive = await httpTarget(answerWith(200));
    const deadEndpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(dead.port), maxInFlight: 2 });
    const aliveEndpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(alive.port) });
    for (let count = 0; count < 5; count += 1) await sending.send(token, message());
    await expect.poll(async () => (await deliveriesTo(aliveEndpoint.id)).every(({ status }) => status === "succeeded"), { timeout: 10_000 }).toBe(true);
    expect(dead.calls.length).toBeLessThanOrEqual(2);
    expect((await deliveriesTo(deadEndpoint.id)).every(({ status }) => status === "pending")).toBe(true);
    await db.pool.query("delete from endpoints");
  });
});
