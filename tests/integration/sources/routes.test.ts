import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventShape } from "#lib/events/event-shape";
import { page } from "#lib/rest/page";
import { newKeyShape, newSourceShape, sourceShape } from "#lib/sources/source-shape";
import { GET as getProviders } from "../../../app/api/v1/providers/route.ts";
import { DELETE as deleteSource, GET as getSource, PATCH as patchSource } from "../../../app/api/v1/sources/[id]/route.ts";
import { DELETE as revokeKey } from "../../../app/api/v1/sources/[id]/keys/[keyId]/route.ts";
import { POST as addKey } from "../../../app/api/v1/sources/[id]/keys/route.ts";
import { POST as rotateToken } from "../../../app/api/v1/sources/[id]/rotate-token/route.ts";
import { GET as listSources, POST as createSource } from "../../../app/api/v1/sources/route.ts";
import { GET as listEvents } from "../../../app/api/v1/events/route.ts";
import { GET as getEvent } from "../../../app/api/v1/events/[id]/route.ts";
import { GET as getRequests } from "../../../app/api/v1/requests/route.ts";
import { GET as getStats } from "../../../app/api/v1/stats/route.ts";
import { GET as getOverview } from "../../../app/api/v1/stats/overview/route.ts";
import { POST as unmask } from "../../../app/api/v1/unmask/route.ts";
import { apiRequest, signedInPerson, type TestPerson, withParams } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let admin: TestPerson;
let viewer: TestPerson;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  admin = await signedInPerson(db, "admin");
  await db.prisma.session.update({ where: { id: admin.actor.sessionId }, data: { steppedUpAt: new Date() } });
  viewer = await signedInPerson(db, "viewer");
});
afterAll(() => door.close());

const read = (path: string, person = admin) => apiRequest("GET", path, { headers: { cookie: person.cookie } });
const write = (method: string, path: string, body?: unknown, more: Record<string, string> = {}, person = admin) =>
  apiRequest(method, path, { headers: { ...person.writeHeaders, ...more }, ...(body === undefined ? {} : { body }) });
/** The body of an answer, in the shape that it must have. */
const bodyOf = async <Shape extends z.ZodType>(answer: Response, shape: Shape): Promise<z.output<Shape>> => shape.parse(await answer.json());
const problemShape = z.object({ errors: z.array(z.object({ path: z.string() })) });
const madeShape = newSourceShape.extend({ token: z.string(), keys: z.tuple([newKeyShape]) });
const gateway = { provider: "gateway", name: "Shop", mode: "test" };

describe("/api/v1/sources", () => {
  it("goes from made to gone, with the statuses of the contract", async () => {
    const made = await createSource(write("POST", "/sources", gateway), withParams());
    expect(made.status).toBe(201);
    const { id, keys } = await bodyOf(made, madeShape);
    expect(keys[0].secret).not.toBeNull();
    const params = withParams({ id });
    expect((await patchSource(write("PATCH", `/sources/${id}`, { status: "paused" }), params)).status).toBe(200);
    expect((await addKey(write("POST", `/sources/${id}/keys`, { secret: "another key of this one" }), params)).status).toBe(201);
    expect((await rotateToken(write("POST", `/sources/${id}/rotate-token`, { expirePreviousAfterSeconds: 5 }), params)).status).toBe(200);
    const revoked = await revokeKey(write("DELETE", `/sources/${id}/keys/${keys[0].id}?force=true`), withParams({ id, keyId: keys[0].id }));
    expect([revoked.status, await revoked.text()]).toEqual([204, ""]);
    expect((await bodyOf(await getSource(read(`/sources/${id}`), params), sourceShape)).keys.map(({ status }) => status)).toEqual(["revoked", "active"]);
    expect((await deleteSource(write("DELETE", `/sources/${id}`), params)).status).toBe(204);
    expect((await getSource(read(`/sources/${id}`), params)).status).toBe(404);
  });

  it("repeats the answer of an Idempotency-Key without the secret", async () => {
    const call = async () => bodyOf(await createSource(write("POST", "/sources", gateway, { "idempotency-key": "once" }), withParams()), madeShape);
    const [first, second] = [await call(), await call()];
    expect(second.id).toBe(first.id);
    expect([first.keys[0].secret === null, second.keys[0].secret]).toEqual([false, null]);
  });

  it("refuses unknown query parameters, members and roles", async () => {
    expect((await listSources(read("/sources?colour=red"), withParams())).status).toBe(400);
    expect((await listSources(read("/sources?limit=0"), withParams())).status).toBe(400);
    const unknown = await createSource(write("POST", "/sources", { ...gateway, colour: "red" }), withParams());
    expect([unknown.status, (await bodyOf(unknown, problemShape)).errors.map(({ path }) => path)]).toEqual([400, ["colour"]]);
    expect((await createSource(write("POST", "/sources", gateway, {}, viewer), withParams())).status).toBe(403);
  });

  it("tells viewers no URL and no token", async () => {
    const made = await bodyOf(await createSource(write("POST", "/sources", gateway), withParams()), madeShape);
    const text = await (await listSources(read("/sources", viewer), withParams())).text();
    expect(text).toContain(made.id);
    expect(text).not.toContain(made.token);
    expect(text).not.toContain("/api/webhooks/");
  });
});

describe("/api/v1/events", () => {
  it("answers numbers of any size as JSON numbers", async () => {
    const made = await bodyOf(await createSource(write("POST", "/sources", { ...gateway, keys: [{ secret: "a key of this test" }] }), withParams()), madeShape);
    const body = '{"id":"e","event":"payment.completed","data":{"id":"p","amount":9007199254740993,"rate":1.000000}}';
    await door.post(made.token, gatewayHeaders("a key of this test", body), body);
    const { data } = await bodyOf(await listEvents(read(`/events?sourceId=${made.id}`, viewer), withParams()), page(eventShape));
    const id = data[0]?.id ?? "";
    const answer = await getEvent(read(`/events/${id}`, viewer), withParams({ id }));
    expect(await answer.text()).toContain(`"payload":${body}`);
    const unmasked = await unmask(write("POST", "/unmask", { type: "event", id }), withParams());
    expect([unmasked.status, (await unmasked.text()).includes(`"payload":${body}`)]).toEqual([200, true]);
  });
});

describe("the other reads", () => {
  it("answer in their declared shapes", async () => {
    for (const [get, path] of [[getProviders, "/providers"], [getRequests, "/requests?outcome=accepted"], [getStats, "/stats?interval=day"], [getOverview, "/stats/overview?timeZone=Europe/Berlin"]] as const) {
      const answer = await get(read(path, viewer), withParams());
      expect([path, answer.status]).toEqual([path, 200]);
      await bodyOf(answer, z.looseObject({}));
    }
  });
});
