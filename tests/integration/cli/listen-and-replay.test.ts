import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "#lib/access/create-api-key";
import { closeLiveStreams, reopenLiveStreams } from "#lib/live/open-streams";
import { holdNotifications, type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { newId, publicId } from "#lib/platform/ids";
import { type ApiServer, apiServer } from "#tests/support/api-server";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { addEndpoint } from "#tests/support/endpoints";
import { httpTarget } from "#tests/support/outbound-target";
import { type TestDoor, testDoor } from "#tests/support/receiving";
import { cli } from "#tests/support/run-cli";
import { gatewaySecret, type TestSending, testSending } from "#tests/support/sending";

let db: TestDatabase;
let door: TestDoor;
let sending: TestSending;
let api: ApiServer;
let words: Notifications;
let token: string;
let key: string;
const folder = mkdtempSync(path.join(tmpdir(), "countersign-listen-"));
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  sending = await testSending(db, door);
  api = await apiServer();
  words = openNotifications(db.url);
  holdNotifications(words);
  token = (await door.addSource("gateway", {}, gatewaySecret)).token;
  key = (await createApiKey({ type: "cli", name: "test" }, { name: "listener", scopes: ["events:read", "transactions:read", "replays:write", "deliveries:read"] })).secret;
  await sending.start();
});
afterAll(async () => {
  closeLiveStreams();
  reopenLiveStreams();
  await api.close();
  await sending.close();
  await words.close();
  await door.close();
  rmSync(folder, { recursive: true });
});

const take = (_request: unknown, response: ServerResponse): void => void response.writeHead(200).end();
const urlOf = (port: number): string => `http://127.0.0.1:${String(port)}/hook`;

async function sendOne(): Promise<string> {
  const id = newId();
  return publicId("event", await sending.send(token, `{"id":"${id}","event":"payment.completed","data":{"id":"pay_${id}","amount":98765432109876543210,"currency":"EUR"}}`));
}

describe("listen", () => {
  test("forwards what comes, signed, and after a break what came meanwhile, each event once", async () => {
    const target = await httpTarget(take);
    const secret = "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz";
    const words = ["listen", urlOf(target.port), "--server", api.url, "--api-key", key, "--place", path.join(folder, "place.json"), "--secret", secret];
    const listening = cli(...words, "--count", "2");
    // It listens from when its stream is open: what is sent until then is not its.
    const ids: string[] = [];
    await expect
      .poll(
        async () => {
          ids.push(await sendOne());
          return target.calls.length;
        },
        { timeout: 15_000, interval: 300 },
      )
      .toBeGreaterThanOrEqual(2);
    expect((await listening).code).toBe(0);
    const before = target.calls.map(({ headers }) => headers["webhook-id"] ?? "");
    const missed = [await sendOne(), await sendOne()];
    const open = [...ids.slice(ids.indexOf(before.at(-1) ?? "") + 1), ...missed];
    expect((await cli(...words, "--count", String(open.length))).code).toBe(0);
    expect(target.calls.map(({ headers }) => headers["webhook-id"])).toEqual([...before, ...open]);
    for (const call of target.calls) new Webhook(secret).verify(call.body.toString("utf8"), call.headers);
    expect(target.calls[0]?.body.toString("utf8")).toContain('"amount":98765432109876543210');
  });

  test("says what is wrong with a key, a URL or a place", async () => {
    expect(await cli("listen", "nowhere", "--api-key", key)).toMatchObject({ code: 2 });
    const refused = await cli("listen", "http://127.0.0.1:9/", "--server", api.url, "--api-key", `cs_${"x".repeat(43)}`, "--place", path.join(folder, "other.json"));
    expect(refused.code).toBe(1);
    expect(refused.complaints).toMatch(/401/);
  });
});

describe("replay", () => {
  test("sends one event or many again, and waits until they are there", async () => {
    const target = await httpTarget(take);
    const endpoint = await addEndpoint(db.pool, door.installation.ring, { url: urlOf(target.port), types: ["refund.*"] });
    const endpointId = publicId("endpoint", endpoint.id);
    const eventId = await sendOne();
    const common = ["--server", api.url, "--api-key", key, "--json"];
    const one = await cli("replay", "--event", eventId, "--endpoint", endpointId, ...common);
    expect(one.code, one.complaints).toBe(0);
    expect(target.calls.map(({ headers }) => headers["webhook-id"])).toEqual([eventId]);
    await db.pool.query("update endpoints set types = '{payment.completed}' where id = $1", [endpoint.id]);
    await db.pool.query("select pg_notify('countersign_endpoints', $1)", [endpoint.id]);
    const { rows } = await db.pool.query<{ n: number }>("select count(*)::int as n from events");
    const planned = await cli("replay", "--filter", "type=payment.completed", "--endpoint", endpointId, "--dry-run", ...common);
    expect(JSON.parse(planned.out)).toMatchObject({ count: rows[0]?.n });
    const many = await cli("replay", "--filter", "type=payment.completed", "--endpoint", endpointId, "--reason", "It missed them", ...common);
    expect(many.code, many.complaints).toBe(0);
    expect(target.calls).toHaveLength(1 + (rows[0]?.n ?? 0));
  });
});
