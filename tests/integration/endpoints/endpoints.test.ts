import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { checkEndpoint, checkUrl } from "#lib/endpoints/check-endpoint";
import { createEndpoint } from "#lib/endpoints/create-endpoint";
import { deleteEndpoint } from "#lib/endpoints/delete-endpoint";
import { endpointFigures } from "#lib/endpoints/endpoint-figures";
import { addFigures, forgetOldFigures } from "#lib/endpoints/endpoint-figures.sql";
import type { NewEndpoint } from "#lib/endpoints/endpoint-shape";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import { listEndpointChanges } from "#lib/endpoints/list-endpoint-changes";
import { listEndpoints } from "#lib/endpoints/list-endpoints";
import { openEndpointCache } from "#lib/endpoints/open-endpoint-cache";
import { revealSecrets } from "#lib/endpoints/reveal-secrets";
import { revertEndpoint } from "#lib/endpoints/revert-endpoint";
import { rotateSecret } from "#lib/endpoints/rotate-secret";
import { testEndpoint } from "#lib/endpoints/test-endpoint";
import { updateEndpoint } from "#lib/endpoints/update-endpoint";
import { installation } from "#lib/platform/installation";
import { newId, publicId } from "#lib/platform/ids";
import { openNotifications } from "#lib/platform/database/notifications";
import { closeOutbound } from "#lib/platform/outbound/outbound";
import { Problem } from "#lib/platform/problem";
import { createSource } from "#lib/sources/create-source";
import { createEndpointRoute } from "#lib/rest/endpoint-routes";
import { handle } from "#lib/rest/handle";
import { apiRequest, signedInPerson, steppedUp, testInstallation, type TestPerson, testPublicUrl, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { loaded, sendToKnownNames } from "./known-names.ts";

const db = await testDatabase();
const url = "https://shop.example.com/webhooks?key=path-secret";
let admin: UserActor;
let operator: UserActor;
let viewer: UserActor;
let person: TestPerson;

beforeAll(async () => {
  await testInstallation(db);
  sendToKnownNames();
  person = await signedInPerson(db, "admin");
  [admin, operator, viewer] = await Promise.all([signedInPerson(db, "admin"), signedInPerson(db, "operator"), signedInPerson(db, "viewer")]).then((people) => people.map(({ actor }) => actor) as [UserActor, UserActor, UserActor]);
});
afterAll(() => closeOutbound());

async function lastEntry(): Promise<{ action: string; subjectId: string | null; details: unknown }> {
  return db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
}

describe("a new endpoint", () => {
  it("has a secret that is told once, a fresh circuit, and a place in the audit that holds no secret and no path", async () => {
    const made = await createEndpoint(admin, { url, description: "Shop", types: ["payment.*"], headers: { Authorization: "Bearer receiver-token" } });
    expect(made).toMatchObject({ url, description: "Shop", types: ["payment.*"], mode: "live", format: "normalized", headerNames: ["authorization"], maxInFlight: 64, status: "enabled", circuit: "closed", disabledReason: null, failingSince: null });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(made.retry.schedule).toHaveLength(10);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ action: "endpoint.create", subjectId: made.id.slice(4), details: { target: "https://shop.example.com" } });
    const again = await getEndpoint(admin, made.id);
    const stored = await db.pool.query("select to_jsonb(e)::text as row, (select jsonb_agg(to_jsonb(s))::text from endpoint_secrets s where s.endpoint_id = e.id) as secrets from endpoints e where id = $1", [made.id.slice(4)]);
    for (const text of [JSON.stringify(entry.details), JSON.stringify(again), JSON.stringify(stored.rows)]) {
      expect(text).not.toContain("receiver-token");
      expect(text).not.toContain((made.secret ?? "").slice(6));
    }
    expect(JSON.stringify(entry.details)).not.toContain("path-secret");
  });

  it("takes the merchant's own secret and does not repeat it", async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
    const made = await createEndpoint(admin, { url, secret });
    expect(made.secret).toBeNull();
    expect(await revealSecrets({ ...admin, steppedUpAtMs: Date.now() }, { id: made.id })).toMatchObject({ secrets: [{ secret, expiresAt: null }] });
  });

  it.each([
    ["http://shop.example.com/x", "https only"],
    ["https://intranet.example.com/x", "10.0.0.5, which is a private network"],
    ["https://mixed.example.com/x", "169.254.169.254, which is a link-local network"],
    ["https://169.254.169.254/latest", "link-local network"],
    ["https://nowhere.example.com/x", "cannot be looked up"],
    ["https://2130706433/x", "another way to write 127.0.0.1"],
    ["https://user:pass@shop.example.com/x", "user name"],
    [`${testPublicUrl}/api/webhooks/abc`, "own address"],
    ["nonsense", "should look like"],
  ])("to %s is refused with the reason", async (bad, reason) => {
    const problem = await problemOf(createEndpoint(admin, { url: bad }));
    expect(problem.status).toBe(400);
    expect(problem.errors.map(({ path, message }) => [path, message.includes(reason)])).toEqual([["url", true]]);
  });

  it("may use plain http for tests and in allowed networks, and a name that does not exist yet when forced to", async () => {
    expect((await createEndpoint(admin, { url: "http://shop.example.com/x", mode: "test" })).url).toBe("http://shop.example.com/x");
    expect((await createEndpoint(admin, { url: "http://receiver.test:8080/x" })).mode).toBe("live");
    expect((await createEndpoint(admin, { url: "https://nowhere.example.com/x" }, { force: true })).url).toBe("https://nowhere.example.com/x");
    expect((await problemOf(createEndpoint(admin, { url: "https://intranet.example.com/x" }, { force: true }))).status).toBe(400);
  });

  it("filters by sources that exist", async () => {
    const source = await createSource(admin, { provider: "gateway", name: "Shop", mode: "test" });
    expect((await createEndpoint(admin, { url, sourceIds: [source.id, source.id] })).sourceIds).toEqual([source.id]);
    expect((await problemOf(createEndpoint(admin, { url, sourceIds: [source.id, publicId("source", newId())] }))).errors.map(({ path }) => path)).toEqual(["sourceIds.1"]);
  });
});

describe("over HTTP", () => {
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}, query = ""): Promise<{ status: number; body: unknown }> => {
    const response = await handle(createEndpointRoute).POST(apiRequest("POST", `/endpoints${query}`, { headers: { ...person.writeHeaders, ...headers }, body }), withParams());
    return { status: response.status, body: await response.json() };
  };

  it("one is made with its filters, and the same call again tells everything but the secret", async () => {
    const source = await createSource(admin, { provider: "gateway", name: "Shop", mode: "test" });
    const key = { "idempotency-key": newId() };
    const [first, second] = [await post({ url, sourceIds: [source.id], types: ["*"] }, key), await post({ url, sourceIds: [source.id], types: ["*"] }, key)];
    expect(first).toMatchObject({ status: 201, body: { sourceIds: [source.id], secret: expect.stringMatching(/^whsec_/) as unknown } });
    expect(second).toEqual({ status: 201, body: { ...(first.body as object), secret: null } });
  });

  it.each([
    ["url", { url: 5 }],
    ["url", { url: "" }],
    ["url", { url: `https://shop.example.com/${"x".repeat(3_000)}` }],
    ["url", { url: ["https://shop.example.com/"] }],
    ["url", { url: "https://shop.example.com:6379/" }],
    ["types", { url, types: "payment.*" }],
    ["sourceIds.0", { url, sourceIds: [{ in: [] }] }],
    ["id", { url, id: "end_1" }],
    ["status", { url, status: "enabled" }],
    ["headers.x-a", { url, headers: { "x-a": "a\u0000b" } }],
    ["headers.x-a", { url, headers: { "x-a": 1 } }],
    ["description", { url, description: "two\nlines" }],
    ["maxInFlight", { url, maxInFlight: 1e9 }],
  ])("a bad %s is refused by its name, and nothing is made", async (path, body) => {
    const before = await db.prisma.endpoint.count();
    expect(await post(body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect(await db.prisma.endpoint.count()).toBe(before);
  });

  it("a parameter that nothing takes is refused", async () => {
    expect((await post({ url }, {}, "?forced=true")).status).toBe(400);
    expect((await post({ url: "https://nowhere.example.com/" }, {}, "?force=true")).status).toBe(201);
  });
});

describe("changing an endpoint", () => {
  it("keeps what it was, and leads back with one step, headers and all; and forward again", async () => {
    const { id } = await createEndpoint(admin, { url, headers: { "x-key": "first" }, types: ["payment.*"] });
    await updateEndpoint(admin, id, { url: "https://other.example.com/new", headers: {}, types: ["refund.*"], retry: { schedule: [1, 2] } });
    expect(await getEndpoint(admin, id)).toMatchObject({ url: "https://other.example.com/new", headerNames: [], types: ["refund.*"], retry: { schedule: [1, 2] } });
    const [change] = (await listEndpointChanges(operator, id)).data;
    expect(change).toMatchObject({ changedBy: "A admin", changed: ["url", "types", "headers", "retry"], former: { url, types: ["payment.*"], headerNames: ["x-key"] } });
    expect(await revertEndpoint(admin, id, {})).toMatchObject({ url, headerNames: ["x-key"], types: ["payment.*"] });
    expect(await lastEntry()).toMatchObject({ action: "endpoint.revert" });
    expect((await loaded(db, id)).headers).toEqual([["x-key", "first"]]);
    expect(await revertEndpoint(admin, id, {})).toMatchObject({ url: "https://other.example.com/new", headerNames: [] });
    expect(await revertEndpoint(admin, id, { changeId: change?.id })).toMatchObject({ url });
  });

  it("looks at a new URL, and at the former one when going back to it", async () => {
    const { id } = await createEndpoint(admin, { url });
    expect((await problemOf(updateEndpoint(admin, id, { url: "https://intranet.example.com/" }))).errors.map(({ path }) => path)).toEqual(["url"]);
    const plain = await createEndpoint(admin, { url: "http://shop.example.com/", mode: "test" });
    expect((await problemOf(updateEndpoint(admin, plain.id, { mode: "live" }))).errors.map(({ path }) => path)).toEqual(["url"]);
    expect((await problemOf(revertEndpoint(admin, id, {}))).kind).toBe("conflict");
    expect((await problemOf(revertEndpoint(admin, id, { changeId: publicId("endpointChange", newId()) }))).kind).toBe("not_found");
  });

  it("pauses, disables and enables, which closes the circuit and forgets how it failed", async () => {
    const { id } = await createEndpoint(admin, { url });
    await db.prisma.endpointHealth.update({ where: { endpointId: id.slice(4) }, data: { circuit: "open", failingSince: new Date(), probeFailures: 4 } });
    expect(await updateEndpoint(admin, id, { status: "paused" })).toMatchObject({ status: "paused", circuit: "open" });
    expect(await updateEndpoint(admin, id, { status: "disabled" })).toMatchObject({ status: "disabled", disabledReason: "by_hand" });
    expect(await updateEndpoint(admin, id, { status: "enabled" })).toMatchObject({ status: "enabled", disabledReason: null, circuit: "closed", failingSince: null });
    expect((await listEndpointChanges(operator, id)).data).toEqual([]);
  });

  it("is heard by every process at once", async () => {
    const notifications = openNotifications(db.url);
    try {
      const cache = openEndpointCache(db.pool, installation().ring, notifications);
      await expect.poll(() => notifications.isConnected()).toBe(true);
      const { id, secret } = await createEndpoint(admin, { url, headers: { "x-key": "value" } });
      const find = async () => (await cache.get()).byId.get(id.slice(4));
      await expect.poll(find).toMatchObject({ url, status: "enabled", headers: [["x-key", "value"]], secrets: [{ secret }] });
      await updateEndpoint(admin, id, { status: "paused" });
      await expect.poll(async () => (await find())?.status).toBe("paused");
      await deleteEndpoint(admin, { id });
      await expect.poll(find).toBeUndefined();
    } finally {
      await notifications.close();
    }
  });
});

describe("deleting an endpoint", () => {
  it("takes its secrets and headers with it and leaves nothing to read or change", async () => {
    const { id } = await createEndpoint(admin, { url, headers: { "x-key": "value" } });
    await updateEndpoint(admin, id, { description: "x" });
    await deleteEndpoint(admin, { id });
    const uuid = id.slice(4);
    expect(await db.prisma.endpoint.findUniqueOrThrow({ where: { id: uuid } })).toMatchObject({ sealedHeaders: null, status: "disabled" });
    expect(await db.prisma.endpointSecret.count({ where: { endpointId: uuid } })).toBe(0);
    expect(await db.prisma.endpointChange.count({ where: { endpointId: uuid } })).toBe(0);
    expect((await listEndpoints(admin)).data.map((endpoint) => endpoint.id)).not.toContain(id);
    const calls: (() => Promise<unknown>)[] = [
      () => getEndpoint(admin, id),
      () => updateEndpoint(admin, id, {}),
      () => deleteEndpoint(admin, { id }),
      () => testEndpoint(admin, id),
      () => checkEndpoint(admin, id),
      () => rotateSecret(steppedUp(admin), { id, expirePreviousAfterSeconds: 0 }),
      () => revertEndpoint(admin, id, {}),
    ];
    for (const call of calls) expect((await problemOf(call())).kind).toBe("not_found");
  });
});

describe("two changes at once", () => {
  it("never lead to plain http with live deliveries, whichever comes first", async () => {
    const { id } = await createEndpoint(admin, { url, mode: "test" });
    const holder = await db.pool.connect();
    try {
      await holder.query("begin");
      await holder.query("select 1 from endpoints where id = $1 for update", [id.slice(4)]);
      // Both were looked at, each alone, and wait for the row.
      const changes = [updateEndpoint(admin, id, { url: "http://shop.example.com/hook" }), updateEndpoint(admin, id, { mode: "live" })].map((change) => change.then(() => "changed", (error: unknown) => (error instanceof Problem ? error.kind : error)));
      const waiting = async (): Promise<number | null> => (await db.pool.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rowCount;
      await expect.poll(waiting, { timeout: 10_000 }).toBe(2);
      await holder.query("commit");
      expect(await Promise.all(changes)).toEqual(expect.arrayContaining(["changed", "conflict"]));
    } finally {
      holder.release();
    }
    const after = await getEndpoint(admin, id);
    expect([after.mode, after.url]).not.toEqual(["live", "http://shop.example.com/hook"]);
    expect((await problemOf(updateEndpoint(admin, id, { mode: "live", url: "http://shop.example.com/hook" }))).kind).toBe("bad_input");
  });
});

describe("what came of attempts", () => {
  it("adds up over workers and by steps, for endpoints that are there, and is dropped once it is old", async () => {
    const [one, other] = [await createEndpoint(admin, { url }), await createEndpoint(admin, { url })];
    const nowMs = Date.now();
    const bucket = (minutesAgo: number): number => Math.floor((nowMs - minutesAgo * 60_000) / 600_000) * 600_000;
    const sum = { endpointId: one.id.slice(4), atMs: bucket(0), succeeded: 3, failed: 1, totalMs: 400, slowestMs: 200 };
    await Promise.all([addFigures(db.pool, [sum, { ...sum, atMs: bucket(26 * 60) }]), addFigures(db.pool, [{ ...sum, failed: 0, slowestMs: 900 }, { ...sum, endpointId: other.id.slice(4) }])]);
    const day = await endpointFigures(viewer, { range: "day" });
    expect(day).toMatchObject({ stepMinutes: 30, steps: 48 });
    expect(day.data.find(({ endpointId }) => endpointId === one.id)).toMatchObject({ succeeded: 6, failed: 1, steps: [{ succeeded: 6, failed: 1, averageMs: 114, slowestMs: 900 }] });
    expect((await endpointFigures(viewer, { range: "week", endpointId: one.id.slice(4) })).data).toMatchObject([{ endpointId: one.id, succeeded: 9, failed: 2 }]);
    await deleteEndpoint(admin, { id: other.id });
    expect((await endpointFigures(viewer)).data.map(({ endpointId }) => endpointId)).toEqual([one.id]);
    await addFigures(db.pool, [{ ...sum, atMs: bucket(36 * 24 * 60) }]);
    await forgetOldFigures(db.pool);
    expect(await db.prisma.endpointFigures.count({ where: { endpointId: one.id.slice(4) } })).toBe(2);
  });
});

describe("who sees and does what", () => {
  it("viewers see names and states, operators URLs, admins change", async () => {
    const { id } = await createEndpoint(admin, { url, description: "Shop", headers: { "x-key": "value" } });
    expect(await getEndpoint(viewer, id)).toMatchObject({ description: "Shop", status: "enabled", url: null, headerNames: [], secrets: [] });
    expect((await listEndpoints(viewer)).data.every((endpoint) => endpoint.url === null)).toBe(true);
    expect(await getEndpoint(operator, id)).toMatchObject({ url, headerNames: ["x-key"] });
    const writes = [
      (actor: UserActor) => createEndpoint(actor, { url }),
      (actor: UserActor) => updateEndpoint(actor, id, { description: "x" }),
      (actor: UserActor) => deleteEndpoint(actor, { id }),
      (actor: UserActor) => rotateSecret(actor, { id, expirePreviousAfterSeconds: 0 }),
      (actor: UserActor) => revertEndpoint(actor, id, {}),
      (actor: UserActor) => checkUrl(actor, { url }),
    ];
    for (const actor of [viewer, operator]) for (const write of writes) expect((await problemOf(write(actor))).kind).toBe("forbidden");
    const reads = [() => testEndpoint(viewer, id), () => checkEndpoint(viewer, id), () => listEndpointChanges(viewer, id)];
    for (const read of reads) expect((await problemOf(read())).kind).toBe("forbidden");
  });

  it("lists page by page, newest first", async () => {
    const made: NewEndpoint[] = [];
    for (let count = 0; count < 3; count += 1) made.push(await createEndpoint(admin, { url, mode: "test" }));
    const first = await listEndpoints(admin, { limit: 2, mode: "test" });
    expect(first.data.map(({ id }) => id)).toEqual([made[2]?.id, made[1]?.id]);
    expect((await listEndpoints(admin, { limit: 2, mode: "test", cursor: first.nextCursor ?? "" })).data[0]?.id).toBe(made[0]?.id);
  });
});
