import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { lookForAlerts } from "#lib/alerts/look-for-alerts";
import { handle } from "#lib/rest/handle";
import { streamRoute } from "#lib/rest/stream-routes";
import { closeLiveStreams, mostStreamsEach, reopenLiveStreams } from "#lib/live/open-streams";
import { holdNotifications, type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { projectEvents } from "#lib/transactions/project-events";
import { newId, publicId } from "#lib/platform/ids";
import { apiRequest, signedInPerson, type TestPerson, withParams } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let words: Notifications;
let viewer: TestPerson;
let source: { token: string };
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  words = openNotifications(db.url);
  holdNotifications(words);
  viewer = await signedInPerson(db, "viewer");
  source = await door.addSource("gateway", {}, secret);
});
afterAll(async () => {
  closeLiveStreams();
  reopenLiveStreams();
  await words.close();
  await door.close();
});

const secret = "a key of these tests";
const { GET } = handle(streamRoute);

async function send(id: string, key = secret): Promise<void> {
  const body = JSON.stringify({ id, event: "payment.completed", data: { id: `pay_${id}` } });
  await door.post(source.token, gatewayHeaders(key, body), body);
  const pending = await db.prisma.event.findMany({ where: { state: "pending" } });
  await projectEvents(db.pool, pending.map((event) => event.id));
}

const frameData = z.looseObject({ id: z.string(), outcome: z.string().optional(), remoteAddress: z.string().nullish() });

interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: z.output<typeof frameData>;
}

/** A listener, as a browser is one. */
async function listen(lastEventId?: string, path = "/stream") {
  const stop = new AbortController();
  const headers = { cookie: viewer.cookie, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) };
  const request = new Request(apiRequest("GET", path, { headers }), { signal: stop.signal });
  const response = await GET(request, withParams());
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<Frame | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end === -1) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return null;
        text += chunk.value;
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const member = (name: string): string => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
      if (member("data") !== "") return { id: member("id"), event: member("event"), data: frameData.parse(JSON.parse(member("data"))) };
    }
  };
  const take = async (count: number): Promise<Frame[]> => {
    const frames: Frame[] = [];
    while (frames.length < count) {
      const frame = await next();
      if (frame === null) break;
      frames.push(frame);
    }
    return frames;
  };
  return { status: response.status, headers: response.headers, take, stop: () => stop.abort() };
}

describe("the event stream", () => {
  it("tells a message with its type, and a refused one, to somebody who is signed in", async () => {
    const listener = await listen();
    expect(listener.status).toBe(200);
    await send("1");
    await send("2", "wrong key");
    const frames = await listener.take(3);
    expect(frames.map(({ event }) => event).toSorted()).toEqual(["event", "request", "request"]);
    expect(frames.find(({ event }) => event === "event")?.data).toMatchObject({ type: "payment.completed", provider: "gateway" });
    expect(frames.flatMap(({ data }) => (data.outcome === undefined ? [] : [data.outcome]))).toEqual(["accepted", "rejected"]);
    expect(frames.find(({ event }) => event === "request")?.data.remoteAddress).toBeNull();
    listener.stop();
  });

  it("tells a delivery with each of its attempts, and to viewers not where it goes", async () => {
    const listener = await listen();
    const [deliveryId, replayId] = [newId(), newId()];
    await db.pool.query(
      `insert into deliveries (id, event_id, target_id, replay_id, url, status, attempt_count, created_at, finished_at) values ($1, $2, $3, $3, 'https://example.com/', 'succeeded', 1, now(), now())`,
      [deliveryId, newId(), replayId],
    );
    await db.pool.query(
      `insert into attempts (id, delivery_id, number, started_at, duration_ms, request_headers, response_headers, response_body, response_truncated) values ($1, $2, 1, now(), 5, '[]', '[]', '', false)`,
      [newId(), deliveryId],
    );
    await db.pool.query("select pg_notify('countersign_live', 'delivered')");
    const [frame] = await listener.take(1);
    expect(frame).toMatchObject({ event: "delivery", data: { id: publicId("delivery", deliveryId), status: "succeeded", url: null } });
    listener.stop();
  });

  it("tells every change of an alert with its row", async () => {
    const listener = await listen();
    await db.pool.query("insert into worker_heartbeats (worker_pool_id, process_id, started_at, last_beat_at) values ('gone', 1, now() - interval '1 hour', now() - interval '1 hour')");
    await lookForAlerts(db.pool, Date.now(), ["worker_missing"]);
    const [frame] = await listener.take(1);
    expect(frame).toMatchObject({ event: "alert", data: { rule: "worker_missing", state: "open" } });
    listener.stop();
  });

  it("resumes without loss after a break", async () => {
    const listener = await listen();
    await send("3");
    const before = await listener.take(2);
    listener.stop();
    await send("4");
    await send("5");
    const again = await listen(before.at(-1)?.id);
    const heard = new Set<string>();
    const wanted = (await db.prisma.event.findMany({ orderBy: { id: "desc" }, take: 2 })).map(({ id }) => `evt_${id}`);
    while (!wanted.every((id) => heard.has(id))) for (const { data } of await again.take(1)) heard.add(data.id);
    again.stop();
    expect(wanted.every((id) => heard.has(id))).toBe(true);
  });

  it("tells what was stored between the rendering of a page and its opening", async () => {
    const renderedAt = newId();
    await send("6");
    const [event] = await db.prisma.event.findMany({ orderBy: { id: "desc" }, take: 1 });
    const listener = await listen(undefined, `/stream?after=${renderedAt}`);
    const heard = new Set<string>();
    while (!heard.has(`evt_${event?.id ?? ""}`)) for (const { data } of await listener.take(1)) heard.add(data.id);
    listener.stop();
    expect((await GET(apiRequest("GET", "/stream?after=yesterday", { headers: { cookie: viewer.cookie } }), withParams())).status).toBe(400);
  });

  it("is for nobody who is not signed in, and takes only ids of frames", async () => {
    expect((await GET(apiRequest("GET", "/stream"), withParams())).status).toBe(401);
    const bad = await GET(apiRequest("GET", "/stream", { headers: { cookie: viewer.cookie, "last-event-id": "'; drop table" } }), withParams());
    expect(bad.status).toBe(400);
  });

  it("lets nobody open more than pages need", async () => {
    const listeners = await Promise.all(Array.from({ length: mostStreamsEach }, () => listen()));
    expect(new Set(listeners.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await listen()).status).toBe(429);
    for (const listener of listeners) listener.stop();
    const again = await listen();
    expect(again.status).toBe(200);
    again.stop();
  });

  it("ends when the process stops", async () => {
    const listener = await listen();
    closeLiveStreams();
    expect(await listener.take(1)).toEqual([]);
    reopenLiveStreams();
  });
});
