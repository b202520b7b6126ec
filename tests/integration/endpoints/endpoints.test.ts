import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { checkEndpoint, checkUrl } from "#lib/endpoints/check-endpoint";
import { createEndpoint } from "#lib/endpoints/create-endpoint";
import { deleteEndpoint } from "#lib/endpoints/delete-endpoint";
import type { NewEndpoint } from "#lib/endpoints/endpoint-shape";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import { listEndpointChanges } from "#lib/endpoints/list-endpoint-changes";
import { listEndpoints } from "#lib/endpoints/list-endpoints";
import { openEndpointCache } from "#lib/endpoints/open-endpoint-cache";
import { secretsAt } from "#lib/endpoints/open-endpoint";
import { revealSecrets } from "#lib/endpoints/reveal-secrets";
import { revertEndpoint } from "#lib/endpoints/revert-endpoint";
import { rotateSecret } from "#lib/endpoints/rotate-secret";
import { testEndpoint } from "#lib/endpoints/test-endpoint";
import { updateEndpoint } from "#lib/endpoints/update-endpoint";
import { installation } from "#lib/platform/installation";
import { newId, publicId } from "#lib/platform/ids";
import { openNotifications } from "#lib/platform/database/notifications";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { createSource } from "#lib/sources/create-source";
import { apiKeyActor, signedInPerson, testInstallation, testPublicUrl } from "#tests/support/access";
import { selfSignedCertificate } from "#tests/support/certificate";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { httpTarget, type ReceivedCall } from "#tests/support/outbound-target";

const db = await testDatabase();
const names: Readonly<Record<string, readonly string[]>> = {
  "shop.example.com": ["8.8.8.8"],
  "other.example.com": ["1.1.1.1", "2606:4700::1111"],
  "intranet.example.com": ["10.0.0.5"],
  "mixed.example.com": ["8.8.8.8", "169.254.169.254"],
  "receiver.test": ["127.0.0.1"],
  "wrong.test": ["127.0.0.1"],
};
const certificate = selfSignedCertificate("receiver.test");
const url = "https://shop.example.com/webhooks?key=path-secret";
let admin: UserActor;
let operator: UserActor;
let viewer: UserActor;

beforeAll(async () => {
  await testInstallation(db);
  closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"], resolve: (name) => (names[name] === undefined ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(names[name])), ca: certificate.cert }));
  [admin, operator, viewer] = await Promise.all([signedInPerson(db, "admin"), signedInPerson(db, "operator"), signedInPerson(db, "viewer")]).then((people) => people.map(({ actor }) => actor) as [UserActor, UserActor, UserActor]);
});
afterAll(() => closeOutbound());

async function lastEntry(): Promise<{ action: string; subjectId: string | null; details: unknown }> {
  return db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
}

function verified(call: ReceivedCall | undefined, secret: string | null): boolean[] {
  const { headers, body } = call ?? { headers: {}, body: Buffer.from("") };
  return [StandardWebhook, SvixWebhook].map((Library) => {
    try {
      new Library(secret ?? "").verify(body.toString("utf8"), { ...headers });
      return true;
    } catch {
      return false;
    }
  });
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

describe("changing an endpoint", () => {
  it("keeps what it was, and leads back with one step, headers and all; and forward again", async () => {
    const { id } = await createEndpoint(admin, { url, headers: { "x-key": "first" }, types: ["payment.*"] });
    await updateEndpoint(admin, id, { url: "https://other.example.com/new", headers: {}, types: ["refund.*"], retry: { schedule: [1, 2] } });
    expect(await getEndpoint(admin, id)).toMatchObject({ url: "https://other.example.com/new", headerNames: [], types: ["refund.*"], retry: { schedule: [1, 2] } });
    const [change] = (await listEndpointChanges(operator, id)).data;
    expect(change).toMatchObject({ changedBy: "A admin", changed: ["url", "types", "headers", "retry"], former: { url, types: ["payment.*"], headerNames: ["x-key"] } });
    expect(await revertEndpoint(admin, id, {})).toMatchObject({ url, headerNames: ["x-key"], types: ["payment.*"] });
    expect(await lastEntry()).toMatchObject({ action: "endpoint.revert" });
    expect((await loaded(id)).headers).toEqual([["x-key", "first"]]);
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

describe("rotating a secret", () => {
  it("signs with both until the old one expires, and tells the new one once", async () => {
    const target = await httpTarget((_request, response) => response.end("fine"));
    const made = await createEndpoint(admin, { url: `http://127.0.0.1:${String(target.port)}/hook`, headers: { "x-key": "value" } });
    const rotated = await rotateSecret(admin, { id: made.id, expirePreviousAfterSeconds: 3_600 });
    expect(rotated.secrets.map(({ status }) => status)).toEqual(["expiring", "active"]);
    expect(JSON.stringify((await lastEntry()).details)).not.toContain("whsec_");
    await testEndpoint(operator, made.id);
    expect([verified(target.calls[0], made.secret), verified(target.calls[0], rotated.secret)]).toEqual([[true, true], [true, true]]);
    await rotateSecret(admin, { id: made.id, expirePreviousAfterSeconds: 0, secret: `whsec_${Buffer.alloc(32, 9).toString("base64")}` });
    await testEndpoint(operator, made.id);
    expect([verified(target.calls[1], made.secret), verified(target.calls[1], rotated.secret)]).toEqual([[false, false], [false, false]]);
    expect((await getEndpoint(admin, made.id)).secrets.map(({ status }) => status)).toEqual(["expired", "expired", "active"]);
  });

  it("refuses the secret that signs already, and more than a delivery can carry", async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
    const { id } = await createEndpoint(admin, { url, secret });
    expect((await problemOf(rotateSecret(admin, { id, secret, expirePreviousAfterSeconds: 60 }))).kind).toBe("conflict");
    for (let count = 0; count < 4; count += 1) await rotateSecret(admin, { id, expirePreviousAfterSeconds: 600 });
    expect((await problemOf(rotateSecret(admin, { id, expirePreviousAfterSeconds: 600 }))).kind).toBe("conflict");
    await rotateSecret(admin, { id, expirePreviousAfterSeconds: 0 });
    const opened = await loaded(id);
    expect(secretsAt(opened, Date.now())).toHaveLength(1);
  });

  it("is revealed only to an admin whose password was proved lately", async () => {
    const { id, secret } = await createEndpoint(admin, { url });
    expect((await problemOf(revealSecrets(admin, { id }))).kind).toBe("step_up_required");
    for (const actor of [apiKeyActor(["endpoints:write"]), { ...operator, steppedUpAtMs: Date.now() }]) expect((await problemOf(revealSecrets(actor, { id }))).kind).toBe("forbidden");
    expect((await revealSecrets({ ...admin, steppedUpAtMs: Date.now() }, { id })).secrets.map((one) => one.secret)).toEqual([secret]);
    expect(await lastEntry()).toMatchObject({ action: "endpoint.reveal" });
  });
});

describe("trying an endpoint", () => {
  it("sends one signed event that both official libraries take, and shows what came back without our header's value", async () => {
    const target = await httpTarget((_request, response) => response.writeHead(500, { "x-banner": "b" }).end("out of order"));
    const made = await createEndpoint(admin, { url: `http://127.0.0.1:${String(target.port)}/hook`, headers: { "x-key": "receiver-token" } });
    const result = await testEndpoint(operator, made.id);
    expect(result).toMatchObject({ ok: false, statusCode: 500, error: null, responseBody: "out of order", says: "The receiver answered 500: a delivery would be tried again." });
    expect(JSON.stringify(result)).not.toContain("receiver-token");
    expect(target.calls).toHaveLength(1);
    expect(target.calls[0]?.headers).toMatchObject({ "x-key": "receiver-token", "countersign-test": "true", "countersign-event": "countersign.test" });
    expect(verified(target.calls[0], made.secret)).toEqual([true, true]);
    expect(await lastEntry()).toMatchObject({ action: "endpoint.test", details: { ok: false, statusCode: 500 } });
  });

  it("looks at each step on the way and says which one fails", async () => {
    const target = await httpTarget((_request, response) => response.end(), { tls: certificate });
    const good = await checkUrl(admin, { url: `https://receiver.test:${String(target.port)}/` });
    expect(good).toMatchObject({ ok: true, steps: [{ step: "url" }, { step: "dns" }, { step: "address" }, { step: "connection" }, { step: "tls" }] });
    expect(good.steps[4]?.says).toContain("certificate for receiver.test");
    expect(target.calls).toEqual([]);
    const failed = async (bad: string): Promise<string | undefined> => (await checkUrl(admin, { url: bad })).steps.find(({ ok }) => ok === false)?.step;
    expect(await Promise.all(["nonsense", "http://shop.example.com/", "https://nowhere.example.com/", "https://mixed.example.com/", "https://receiver.test:9/"].map(failed))).toEqual(["url", "url", "dns", "address", "connection"]);
    expect(await failed(`https://wrong.test:${String(target.port)}/`)).toBe("tls");
    const { id } = await createEndpoint(admin, { url: `https://receiver.test:${String(target.port)}/` });
    expect((await checkEndpoint(operator, id)).ok).toBe(true);
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
      () => rotateSecret(admin, { id, expirePreviousAfterSeconds: 0 }),
      () => revertEndpoint(admin, id, {}),
    ];
    for (const call of calls) expect((await problemOf(call())).kind).toBe("not_found");
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

async function loaded(id: string) {
  const notifications = openNotifications(db.url);
  try {
    const endpoint = (await openEndpointCache(db.pool, installation().ring, notifications).get()).byId.get(id.slice(4));
    if (endpoint === undefined) throw new Error("the endpoint is not there");
    return endpoint;
  } finally {
    await notifications.close();
  }
}
