import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/platform/ids";
import { processKeptRequest } from "#lib/receiving/process-kept-request";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { addKey, type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
});
afterAll(() => door.close());

const secret = "gw_secret_for_these_tests";
const sign = (body: string | Uint8Array, key = secret): Record<string, string> => ({ "X-Signature": createHmac("sha256", key).update(body).digest("hex"), "Content-Type": "application/json" });

interface Stored {
  id: string;
  outcome: string;
  reason: string | null;
  answered_status: number;
  body: Buffer;
  masked: boolean;
  event_ids: string[];
  headers: [string, string][];
}

async function requestsOf(sourceId: string): Promise<Stored[]> {
  const { rows } = await db.pool.query<Stored>("select id, outcome, reason, answered_status, body, masked, event_ids, headers from requests where source_id = $1 order by id", [sourceId]);
  return rows;
}

async function eventCount(sourceId: string): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>("select count(*)::int as n from events where source_id = $1", [sourceId]);
  return rows[0]?.n ?? -1;
}

describe("a signed message", () => {
  test("is stored with its exact bytes before it is acknowledged", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_1","event":"payment.completed","data":{"id":"pay_1","amount":9007199254740993,"rate":1.000000}}';
    const answer = await door.post(source.token, sign(body), body);
    const [stored] = await requestsOf(source.id);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ received: true, eventIds: [`evt_${stored?.event_ids[0] ?? ""}`] });
    expect(stored).toMatchObject({ outcome: "accepted", reason: null, answered_status: 200, masked: false });
    expect(stored?.body.toString()).toBe(body);
  });

  test("that comes again is answered alike, counted, and makes no second event", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_2","event":"payment.completed","data":{"id":"pay_2"}}';
    const answers = await Promise.all(Array.from({ length: 20 }, () => door.post(source.token, sign(body), body)));
    expect(new Set(answers.map((answer) => `${String(answer.status)} ${answer.body}`)).size).toBe(1);
    expect(await eventCount(source.id)).toBe(1);
    expect((await requestsOf(source.id)).filter(({ outcome }) => outcome === "duplicate")).toHaveLength(19);
  });

  test("of one identity with other bytes is a conflict, answered like a duplicate", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const [first, second] = [100, 200].map((amount) => `{"id":"evt_3","event":"payment.completed","data":{"id":"pay_3","amount":${String(amount)}}}`);
    const one = await door.post(source.token, sign(first ?? ""), first ?? "");
    const two = await door.post(source.token, sign(second ?? ""), second ?? "");
    expect(two).toEqual(one);
    expect((await requestsOf(source.id)).map(({ outcome }) => outcome)).toEqual(["accepted", "conflict"]);
  });

  test("keeps card numbers out of the database although they were signed", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_4","event":"payment.completed","data":{"id":"pay_4","card":"4111111111111111"}}';
    expect((await door.post(source.token, sign(body), body)).status).toBe(200);
    const [stored] = await requestsOf(source.id);
    expect(stored?.masked).toBe(true);
    expect(stored?.body.toString()).toBe(body.replace("4111111111111111", "411111******1111"));
  });

  test("keeps card numbers out of the database although they stood in a header", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_header","event":"payment.completed"}';
    expect((await door.post(source.token, { ...sign(body), "X-Note": "card 4111111111111111" }, body)).status).toBe(200);
    const [stored] = await requestsOf(source.id);
    expect(stored?.masked).toBe(true);
    expect(stored?.headers).toContainEqual(["X-Note", "card 411111******1111"]);
  });

  test("keeps no credentials of other systems among its headers", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_5","event":"customer.created","data":{"id":"c"}}';
    await door.post(source.token, { ...sign(body), Authorization: "Basic c2VjcmV0", Cookie: "a=b", "Proxy-Authorization": "x", "X-Kept": "yes" }, body);
    const [stored] = await requestsOf(source.id);
    expect(stored?.headers.map(([name]) => name)).toEqual(["X-Signature", "Content-Type", "X-Kept"]);
  });
});

describe("a message that nobody vouches for", () => {
  test("is refused without the reason, kept with it, and never an event", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_6","event":"payment.completed"}';
    const answer = await door.post(source.token, sign(body, "another secret"), body);
    expect(answer.status).toBe(401);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.body).not.toContain("mismatch");
    expect(await requestsOf(source.id)).toMatchObject([{ outcome: "rejected", reason: "signature_mismatch", answered_status: 401 }]);
    expect(await eventCount(source.id)).toBe(0);
  });

  test("is refused when the source has no key", async () => {
    const source = await door.addSource("gateway", {}, null);
    expect((await door.post(source.token, sign("{}", ""), "{}")).status).toBe(401);
    expect((await requestsOf(source.id))[0]?.reason).toBe("no_usable_key");
  });

  test("costs only a counter once an hour's cap is reached", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const { rejectionsKeptPerHour } = await import("#lib/receiving/rejection-cap");
    const answers = await Promise.all(Array.from({ length: rejectionsKeptPerHour + 50 }, () => door.post(source.token, { "x-signature": "0".repeat(64) }, "{}")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await requestsOf(source.id)).toHaveLength(rejectionsKeptPerHour);
    await expect
      .poll(async () => {
        const { rows } = await db.pool.query<{ n: number }>("select coalesce(sum(count), 0)::int as n from request_counts where source_id = $1 and outcome = 'rejected'", [source.id]);
        return rows[0]?.n;
      }, { timeout: 5_000 })
      .toBe(rejectionsKeptPerHour + 50);
  });

  test("is answered 404 at an unknown address, and nothing is stored", async () => {
    const before = await db.pool.query("select count(*) from requests");
    const answer = await door.post("nobody-listens-here-nobody-listens", sign("{}"), "{}");
    expect(answer.status).toBe(404);
    const after = await db.pool.query("select count(*) from requests");
    expect(after.rows).toEqual(before.rows);
  });
});

describe("a body that cannot be taken as it was signed", () => {
  test("is refused with 415 when it is encoded, and the call is kept", async () => {
    const source = await door.addSource("gateway", {}, secret);
    expect((await door.post(source.token, { ...sign("{}"), "Content-Encoding": "gzip" }, "{}")).status).toBe(415);
    expect(await requestsOf(source.id)).toMatchObject([{ outcome: "rejected", reason: "content_encoded" }]);
  });

  test("is quarantined when it is verified but not JSON", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const body = '{"id":"evt_7",';
    expect((await door.post(source.token, sign(body), body)).status).toBe(422);
    expect(await requestsOf(source.id)).toMatchObject([{ outcome: "quarantined", reason: "malformed_json" }]);
    expect(await eventCount(source.id)).toBe(0);
  });
});

describe("Praxis is answered in its own way", () => {
  const praxisSecret = "MerchantSecretKey";
  const settings = { merchantId: "Demo-Merchant", applicationKey: "Shop" };
  const body = JSON.stringify({
    merchant_id: "Demo-Merchant", application_key: "Shop", conversion_rate: "1.000000",
    customer: { customer_token: "87cfb23a8f1e68e162c276b754d9c061" },
    session: { order_id: "ord-1001", session_status: "successful" },
    transaction: { transaction_type: "sale", transaction_status: "approved", tid: 756851, currency: "EUR", amount: 2599, conversion_rate: "1.000000", processed_currency: "EUR", processed_amount: 2599 },
    version: "1.3", timestamp: 1767225595,
  });
  const digest = "afee4135974153e5a642d6e03a64220e91a4a5c70c92f117e943e81254599674ffa7d233485db694ad2c247c21b5e773";

  test("stored: status 0, signed with the key that verified, in both headers", async () => {
    const source = await door.addSource("praxis", settings, praxisSecret);
    const answer = await door.post(source.token, { "Gt-Authentication": digest }, body);
    expect(answer.status).toBe(200);
    const reply = JSON.parse(answer.body) as { status: number; timestamp: number };
    expect(reply).toMatchObject({ status: 0, description: "Ok", version: "1.3" });
    const signature = createHash("sha384").update(`0${String(reply.timestamp)}${praxisSecret}`).digest("hex");
    expect(Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]))).toMatchObject({ "gt-authentication": signature, "external-request-signature": signature });
  });

  test("wrong signature: 401 with status -1 and no signature", async () => {
    const source = await door.addSource("praxis", settings, praxisSecret);
    const answer = await door.post(source.token, { "Gt-Authentication": digest.replace("a", "b") }, body);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ status: -1 });
    expect(Object.keys(answer.headers).map((name) => name.toLowerCase())).not.toContain("gt-authentication");
  });

  test("another merchant's message: status 1, signed, quarantined", async () => {
    const source = await door.addSource("praxis", { ...settings, merchantId: "Somebody-Else" }, praxisSecret);
    const answer = await door.post(source.token, { "Gt-Authentication": digest }, body);
    expect([answer.status, (JSON.parse(answer.body) as { status: number }).status]).toEqual([200, 1]);
    expect(await requestsOf(source.id)).toMatchObject([{ outcome: "quarantined", reason: "other_merchant", answered_status: 200 }]);
  });
});

describe("a kept request", () => {
  test("becomes an event once the missing key was added, and once only", async () => {
    const source = await door.addSource("gateway", {}, null);
    const body = '{"id":"evt_8","event":"payment.completed","data":{"id":"pay_8"}}';
    expect((await door.post(source.token, sign(body), body)).status).toBe(401);
    const [kept] = await requestsOf(source.id);
    const id = kept?.id ?? "";
    expect(await db.prisma.$transaction((tx) => processKeptRequest(tx, id))).toEqual({ kind: "still_refused", reason: "no_usable_key" });
    await addKey(db, door.installation, source.id, newId(), secret);
    const results = await Promise.all([1, 2].map(() => db.prisma.$transaction((tx) => processKeptRequest(tx, id))));
    expect(results.map(({ kind }) => kind).sort()).toEqual(["already_processed", "released"]);
    expect(await eventCount(source.id)).toBe(1);
    expect(await requestsOf(source.id)).toMatchObject([{ outcome: "accepted", reason: null }]);
    expect((await door.post(source.token, sign(body), body)).status).toBe(200);
    expect((await requestsOf(source.id)).map(({ outcome }) => outcome)).toEqual(["accepted", "duplicate"]);
  });

  test("cannot be verified again when card numbers were overwritten in it", async () => {
    const source = await door.addSource("gateway", {}, null);
    const body = '{"id":"evt_9","card":"4111111111111111"}';
    await door.post(source.token, sign(body), body);
    await addKey(db, door.installation, source.id, newId(), secret);
    const [kept] = await requestsOf(source.id);
    expect(await db.prisma.$transaction((tx) => processKeptRequest(tx, kept?.id ?? ""))).toEqual({ kind: "masked" });
  });
});

test("a key that was added or revoked counts at the next request", async () => {
  const source = await door.addSource("gateway", {}, null);
  const body = '{"id":"evt_10","event":"payment.completed"}';
  expect((await door.post(source.token, sign(body), body)).status).toBe(401);
  const keyId = newId();
  await addKey(db, door.installation, source.id, keyId, secret);
  await expect.poll(async () => (await door.post(source.token, sign(body), body)).status, { timeout: 2_000 }).toBe(200);
  await db.pool.query("update source_keys set revoked_at = now() where id = $1", [keyId]);
  await db.pool.query("select pg_notify('countersign_sources', $1)", [source.id]);
  await expect.poll(async () => (await door.post(source.token, sign(body), body)).status, { timeout: 2_000 }).toBe(401);
});

test("both example payloads that share an id under two types are two events", async () => {
  const source = await door.addSource("prahsys", { scheme: "protocol" }, "whk_demo_secret");
  const bodies = ["conversation.updated", "message.updated"].map((type) => JSON.stringify({ id: "a056V7R7NmNRjl70", type, payload: { id: "x" } }));
  for (const body of bodies) {
    const answer = await door.post(source.token, { "x-protocol-signature": createHmac("sha256", "whk_demo_secret").update(body).digest("hex") }, body);
    expect(answer.status).toBe(200);
  }
  expect(await eventCount(source.id)).toBe(2);
});
