import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Webhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getReplay } from "#lib/deliveries/read-replays";
import { replayEvent } from "#lib/deliveries/replay-event";
import { retryDelivery } from "#lib/deliveries/retry-delivery";
import { startReplay } from "#lib/deliveries/start-replay";
import { replayCreator } from "#lib/deliveries/replay-creator";
import { approveReplay, cancelReplay, pauseReplay, resumeReplay } from "#lib/deliveries/steer-replay";
import { firstIdAt, newId, parsePublicId, publicId } from "#lib/platform/ids";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { apiKeyActor, type TestPerson, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { addEndpoint } from "#tests/support/endpoints";
import { problemOf } from "#tests/support/nouns";
import { httpTarget, type ReceivedCall } from "#tests/support/outbound-target";
import { type TestDoor, testDoor } from "#tests/support/receiving";
import { gatewaySecret, type TestSending, testSending } from "#tests/support/sending";

let db: TestDatabase;
let door: TestDoor;
let sending: TestSending;
let token: string;
let operator: TestPerson;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  sending = await testSending(db, door);
  token = (await door.addSource("gateway", {}, gatewaySecret)).token;
  operator = await signedInPerson(db, "operator");
  closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"] }));
  await sending.start();
});
afterAll(async () => {
  await sending.close();
  closeOutbound();
  await door.close();
});

const take = (_request: unknown, response: ServerResponse): void => void response.writeHead(200).end();
const urlOf = (port: number): string => `http://127.0.0.1:${String(port)}/hook`;

async function sendOne(type = "payment.completed"): Promise<string> {
  const id = newId();
  return publicId("event", await sending.send(token, `{"id":"${id}","event":"${type}","data":{"id":"pay_${id}","amount":2599,"currency":"EUR"}}`));
}

/** What the receivers' own libraries say of a call. */
function verify(call: ReceivedCall | undefined, secret: string): void {
  const body = call?.body.toString("utf8") ?? "";
  const headers = { ...call?.headers };
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: headers["webhook-id"] });
  expect(new SvixWebhook(secret).verify(body, headers)).toMatchObject({ id: headers["webhook-id"] });
}

async function completed(id: string): Promise<void> {
  await expect.poll(async () => (await getReplay(operator.actor, id)).state, { timeout: 15_000 }).toBe("completed");
}

describe("an event", () => {
  test("is replayed to an endpoint as it was, same id and body, new signature that the official libraries verify, marked", async () => {
    const target = await httpTarget(take);
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port) });
    const eventId = await sendOne();
    await expect.poll(() => target.calls.length, { timeout: 10_000 }).toBe(1);
    await db.pool.query("update transactions set status = 'failed', folded_status = 'failed'");
    const { replay, deliveries, secret } = await replayEvent(operator.actor, eventId, { endpointIds: [publicId("endpoint", endpoint.id)] });
    expect(deliveries).toMatchObject([{ eventId, replayId: replay.id, endpointId: publicId("endpoint", endpoint.id) }]);
    expect(secret).toBeNull();
    await completed(replay.id);
    const [first, second] = target.calls;
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(first?.headers["countersign-replay"]).toBeUndefined();
    expect(second?.headers["countersign-replay"]).toBe(replay.id);
    for (const call of target.calls) verify(call, endpoint.secret);
    await db.pool.query("delete from endpoints");
  });

  test("is copied to a URL that is no endpoint, signed with a secret that is told once, without touching anything else", async () => {
    const [registered, staging] = [await httpTarget(take), await httpTarget(take)];
    await addEndpoint(db.pool, door.installation.ring, { url: urlOf(registered.port), types: ["refund.*"] });
    const eventId = await sendOne();
    expect((await problemOf(replayEvent(operator.actor, eventId, {}))).kind, "no endpoint takes it").toBe("conflict");
    expect((await problemOf(replayEvent(operator.actor, eventId, { url: "http://169.254.169.254/latest" }))).kind).toBe("bad_input");
    expect((await problemOf(replayEvent(apiKeyActor(["events:read", "replays:write"]), eventId, { url: urlOf(staging.port) }))).kind).toBe("forbidden");
    const { replay, secret } = await replayEvent(operator.actor, eventId, { url: urlOf(staging.port) });
    await completed(replay.id);
    verify(staging.calls[0], secret ?? "");
    expect(registered.calls).toEqual([]);
    expect(await getReplay(operator.actor, replay.id)).toMatchObject({ total: 1, done: 1, succeeded: 1 });
    await db.pool.query("delete from endpoints");
  });

  test("whose copy failed is sent again by hand, and counted where it was", async () => {
    const mood = { status: 410 };
    const staging = await httpTarget((_request, response) => void response.writeHead(mood.status).end());
    const { replay, deliveries } = await replayEvent(operator.actor, await sendOne(), { url: urlOf(staging.port) });
    await completed(replay.id);
    expect(await getReplay(operator.actor, replay.id)).toMatchObject({ done: 1, failed: 1 });
    mood.status = 200;
    // Until the worker looks around again, it still knows where the copy went.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await retryDelivery(operator.actor, { id: deliveries[0]?.id ?? "" });
    await expect.poll(() => staging.calls.length, { timeout: 10_000 }).toBe(2);
    await completed(replay.id);
    expect(await getReplay(operator.actor, replay.id)).toMatchObject({ done: 1, succeeded: 1, failed: 0 });
  });
});

describe("a replay of many", () => {
  test("is planned first, then sends a new endpoint what it missed, once each", async () => {
    for (let count = 0; count < 4; count += 1) await sendOne("payment.failed");
    await sendOne("refund.completed");
    const target = await httpTarget(take);
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), types: ["payment.*"] });
    const endpointIds = [publicId("endpoint", endpoint.id)];
    const filter = { type: "payment.failed" };
    expect(await startReplay(operator.actor, { filter, endpointIds, dryRun: true })).toMatchObject({ plan: { count: 4, endpoints: [{ id: endpointIds[0], count: 4 }] } });
    expect((await problemOf(startReplay(operator.actor, { filter, endpointIds }))).errors).toMatchObject([{ path: "reason" }]);
    expect((await problemOf(startReplay(apiKeyActor(["replays:write"]), { filter: { q: "zoe@example.com" }, endpointIds, dryRun: true }))).kind).toBe("forbidden");
    expect((await problemOf(startReplay(operator.actor, { filter: { color: "red" }, endpointIds, dryRun: true }))).errors).toMatchObject([{ path: "filter.color" }]);
    const started = await startReplay(operator.actor, { filter, endpointIds, reason: "It is new", ratePerSecond: 50 });
    const { id } = "replay" in started ? started.replay : { id: "" };
    await completed(id);
    expect(await getReplay(operator.actor, id)).toMatchObject({ total: 4, done: 4, succeeded: 4, failed: 0, error: null });
    expect(new Set(target.calls.map(({ headers }) => headers["webhook-id"])).size).toBe(4);
    expect(target.calls).toHaveLength(4);
    await db.pool.query("delete from endpoints");
  });

  test("is held, resumed and ended by hand", async () => {
    for (let count = 0; count < 3; count += 1) await sendOne("payment.waiting");
    const target = await httpTarget(take);
    await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), status: "paused" });
    const started = await startReplay(operator.actor, { filter: { type: "gateway.payment.waiting" }, reason: "Held" });
    const searched = await startReplay(operator.actor, { filter: { q: "zoe@example.com" }, reason: "Searched for" });
    const { details } = await db.prisma.auditEntry.findFirstOrThrow({ where: { action: "replay.start" }, orderBy: { position: "desc" } });
    expect(details, "what was searched for is not kept for ever").toMatchObject({ filter: {}, searched: true, total: 0 });
    await completed("replay" in searched ? searched.replay.id : "");
    const { id } = "replay" in started ? started.replay : { id: "" };
    await expect.poll(async () => (await db.pool.query("select 1 from replays where id = $1 and made = 3", [parsePublicId("replay", id)])).rowCount, { timeout: 10_000 }).toBe(1);
    expect((await pauseReplay(operator.actor, { id })).state).toBe("paused");
    expect((await problemOf(pauseReplay(operator.actor, { id }))).kind).toBe("conflict");
    expect((await resumeReplay(operator.actor, { id })).state).toBe("running");
    expect(await cancelReplay(operator.actor, { id })).toMatchObject({ state: "canceled", canceled: 3, done: 3 });
    expect(target.calls).toEqual([]);
    await db.pool.query("delete from endpoints");
  });

  test("ends where its endpoint is disabled meanwhile, what waited counted as failed", async () => {
    await sendOne("payment.unsent");
    const target = await httpTarget(take);
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), status: "paused" });
    const started = await startReplay(operator.actor, { filter: { type: "gateway.payment.unsent" }, reason: "Soon disabled" });
    const { id } = "replay" in started ? started.replay : { id: "" };
    await expect.poll(async () => (await db.pool.query("select 1 from replays where id = $1 and made = 1", [parsePublicId("replay", id)])).rowCount, { timeout: 10_000 }).toBe(1);
    await db.pool.query("update endpoints set status = 'disabled', disabled_at = now(), disabled_reason = 'by_hand', paused_at = null where id = $1", [endpoint.id]);
    await completed(id);
    expect(await getReplay(operator.actor, id)).toMatchObject({ total: 1, done: 1, failed: 1, succeeded: 0 });
    expect(target.calls).toEqual([]);
    await db.pool.query("delete from endpoints");
  });

  test("waits for a second person where it is large, or for the fresh password of the only one", async () => {
    const record = await db.prisma.replay.create({ data: { id: newId(), state: "awaiting_approval", filter: {}, reason: "Large", total: 20_000, lastId: firstIdAt(0), createdBy: operator.actor.name, createdById: operator.actor.id } });
    const id = publicId("replay", record.id);
    expect((await problemOf(approveReplay(operator.actor, { id }))).kind).toBe("step_up_required");
    const second = await signedInPerson(db, "admin");
    expect((await problemOf(approveReplay({ ...operator.actor, steppedUpAtMs: Date.now() }, { id }))).kind).toBe("forbidden");
    // Whoever is invited and not here yet can approve nothing, and somebody who left neither.
    await db.prisma.user.updateMany({ where: { id: second.actor.id }, data: { joinedAt: null, inviteTokenHash: randomBytes(32), inviteExpiresAt: new Date() } });
    expect((await problemOf(approveReplay(operator.actor, { id }))).kind).toBe("step_up_required");
    await db.prisma.user.updateMany({ where: { id: second.actor.id }, data: { joinedAt: new Date(), inviteTokenHash: null, inviteExpiresAt: null } });
    const third = await signedInPerson(db, "operator");
    const answers = await Promise.allSettled([approveReplay(second.actor, { id }), approveReplay(third.actor, { id })]);
    const [approved, ...others] = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    expect([second.actor.name, third.actor.name]).toContain(approved?.approvedBy);
    expect(others).toEqual([]);
    expect(await db.prisma.auditEntry.count({ where: { action: "replay.approve", subjectId: record.id } })).toBe(1);
    await db.prisma.user.updateMany({ where: { id: { in: [second.actor.id, third.actor.id] } }, data: { disabledAt: new Date() } });
  });

  test("goes nowhere but where it was planned to, and nowhere where there was no endpoint", async () => {
    expect((await problemOf(startReplay(operator.actor, { filter: {}, reason: "To nobody" }))).message).toMatch(/no endpoint/);
    expect(await startReplay(operator.actor, { filter: {}, dryRun: true })).toMatchObject({ plan: { count: 0, endpoints: [] } });
    await sendOne("payment.planned");
    const [planned, later] = [await httpTarget(take), await httpTarget(take)];
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(planned.port) });
    const record = await db.prisma.replay.create({ data: { id: newId(), state: "awaiting_approval", filter: { type: "gateway.payment.planned" }, endpointIds: [endpoint.id], reason: "Large", total: 20_000, lastId: newId(), createdBy: "somebody", createdById: newId() } });
    await addEndpoint(db.pool, door.installation.ring, { url: urlOf(later.port) });
    await approveReplay(operator.actor, { id: publicId("replay", record.id) });
    await completed(publicId("replay", record.id));
    expect([planned.calls.length, later.calls.length]).toEqual([1, 0]);
    await db.pool.query("delete from endpoints");
  });

  test("that grew beyond what one person may start waits for a second one, in the middle of it", async () => {
    await sendOne("payment.grown");
    const target = await httpTarget(take);
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port) });
    const made = { made: 10_000, succeeded: 10_000, walked: 10_000 };
    const record = await db.prisma.replay.create({ data: { ...made, id: newId(), state: "running", filter: { type: "gateway.payment.grown" }, endpointIds: [endpoint.id], reason: "Small", total: 10_000, lastId: newId(), createdBy: operator.actor.name, createdById: operator.actor.id } });
    const id = publicId("replay", record.id);
    await expect.poll(async () => (await getReplay(operator.actor, id)).state, { timeout: 15_000 }).toBe("awaiting_approval");
    expect(await getReplay(operator.actor, id)).toMatchObject({ total: 10_001, approvedBy: null });
    expect(target.calls).toEqual([]);
    const second = await signedInPerson(db, "operator");
    expect(await approveReplay(second.actor, { id })).toMatchObject({ approvedBy: second.actor.name });
    await completed(id);
    expect(target.calls).toHaveLength(1);
    await db.pool.query("delete from endpoints");
  });

  test("is its maker's own also when it was started with an API key, and nobody's where nobody is known", async () => {
    const key = await db.prisma.apiKey.create({ data: { id: newId(), name: "script", prefix: "cs_test", hash: randomBytes(32), scopes: [], createdBy: operator.actor.id } });
    const creators = await db.prisma.$transaction((tx) => Promise.all([replayCreator(tx, { ...apiKeyActor([]), id: key.id }), replayCreator(tx, { type: "cli", name: "root" })]));
    expect(creators).toEqual([operator.actor.id, null]);
    const record = await db.prisma.replay.create({ data: { id: newId(), state: "awaiting_approval", filter: {}, reason: "Large", total: 20_000, lastId: firstIdAt(0), createdBy: "root" } });
    expect((await problemOf(approveReplay(operator.actor, { id: publicId("replay", record.id) }))).kind).toBe("step_up_required");
  });

  test("of a range whose events are dropped says that they are gone", async () => {
    expect((await problemOf(startReplay(operator.actor, { filter: { to: "2001-01-01T00:00:00Z" }, dryRun: true }))).message).toMatch(/gone/);
    const target = await httpTarget(take);
    await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port) });
    const record = await db.prisma.replay.create({ data: { id: newId(), state: "running", filter: { type: "dispute.opened" }, reason: "Dropped meanwhile", total: 7, lastId: newId(), createdBy: "somebody" } });
    await completed(publicId("replay", record.id));
    expect(await getReplay(operator.actor, publicId("replay", record.id))).toMatchObject({ error: "gone", failed: 7, total: 7, done: 7 });
    await db.pool.query("delete from endpoints");
  });
});
