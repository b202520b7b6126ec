import { beforeAll, describe, expect, it } from "vitest";
import { presentAttempt } from "#lib/deliveries/present-delivery";
import { readRequest } from "#lib/events/get-request";
import { newId, publicId } from "#lib/platform/ids";
import { writeJson } from "#lib/platform/raw-json";
import { handle } from "#lib/rest/handle";
import { unmaskRoute } from "#lib/rest/unmask-route";
import { getCustomer } from "#lib/transactions/get-customer";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { projectEvents } from "#lib/transactions/project-events";
import { totalTransactions } from "#lib/transactions/total-transactions";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { storeMessages } from "#tests/support/stored-events";
import { storedSource } from "#tests/support/transactions";

const db = await testDatabase();
const email = "ada.vos@example.com";
let operator: TestPerson;
let viewer: TestPerson;
let sourceId: string;
let eventId: string;

beforeAll(async () => {
  await testInstallation(db);
  operator = await signedInPerson(db, "operator");
  viewer = await signedInPerson(db, "viewer");
  sourceId = await storedSource(db);
  // A merchant who calls customers by their e-mail addresses.
  const body = JSON.stringify({ id: "m1", event: "payment.completed", data: { id: "pay_1", amount: 2599, currency: "EUR", customer: { id: email, name: "Ada Vos", email } } });
  [eventId = ""] = await storeMessages(db, [{ sourceId, body: Buffer.from(body) }]);
  await projectEvents(db.pool, [eventId]);
});

const list = async (person: TestPerson, query: Record<string, string>) => (await listTransactions(person.actor, transactionsQuery.parse(query))).data;

describe("every way out masks personal fields", () => {
  it("a customer's reference that is an e-mail address reads *** in lists and on the customer's own page", async () => {
    const [row] = await list(viewer, {});
    expect(row?.customer).toEqual({ reference: "***", name: "***", email: "***", country: null });
    expect(writeJson(await getCustomer(operator.actor, email)).replace(`"reference":"${email}"`, "")).not.toContain(email);
  });

  it("nobody finds a payment by an e-mail address who may not see one", async () => {
    for (const query of [{ q: email }, { customer: email }, { reference: email }]) {
      expect([(await list(operator, query)).length, (await list(viewer, query)).length]).toEqual([1, 0]);
      expect((await totalTransactions(viewer.actor, transactionsQuery.parse(query))).count).toBe(0);
      expect((await listTransactions(apiKeyActor(["transactions:read"]), transactionsQuery.parse(query))).data).toEqual([]);
    }
  });

  it("what a merchant's server answered is masked until somebody who may asks for it", () => {
    const row = {
      id: newId(), number: 1, started_at: new Date(), duration_ms: 1, dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null, status_code: 400, error: null, error_detail: null,
      request_headers: [], response_headers: [["x-user", email]], response_body: Buffer.from(`{"error":"unknown customer","name":"x","email":"${email}"}`), response_truncated: false,
    };
    expect(JSON.stringify(presentAttempt(row, true))).not.toContain(email);
    expect(JSON.stringify(presentAttempt(row, true, true))).toContain(email);
  });

  it("what a merchant's server answered in another alphabet is masked too, or not shown", () => {
    const row = {
      id: newId(), number: 1, started_at: new Date(), duration_ms: 1, dns_ms: null, connect_ms: null, tls_ms: null, first_byte_ms: null, status_code: 400, error: null, error_detail: null,
      request_headers: [], response_headers: [], response_body: Buffer.from(""), response_truncated: false,
    };
    const shown = (body: Buffer): string | null => presentAttempt({ ...row, response_body: body }, true).responseBody;
    expect(shown(Buffer.from(`{"email":"${email}","x":1}`, "utf16le"))).toBe('{"email":"***","x":1}');
    expect(shown(Buffer.from(Array.from(`{"email":"${email}"}`).flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0])))).toBe("***");
  });

  it.each([
    ["UTF-32", Buffer.from(Array.from(`{"email":"${email}"}`).flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))],
    ["an alphabet in which a backslash may be half a letter", Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0x95, 0x5c]), Buffer.from(`","phone":"+31 20","y":"${email}"}`)])],
    ["bytes of no text around it", Buffer.concat([Buffer.from([0, 1]), Buffer.from(email), Buffer.from([0])])],
  ])("a body whose letters nobody can tell (%s) is not shown before it is unmasked", async (_name, body) => {
    await storeMessages(db, [{ sourceId, body }]);
    const { rows } = await db.pool.query<{ id: string }>("select id from requests order by id desc limit 1");
    const id = publicId("request", rows[0]?.id ?? "");
    const shown = await readRequest(id, { detailed: true, unmasked: false });
    expect([shown.body, Buffer.from(shown.bodyBase64, "base64").toString()]).toEqual([null, "***"]);
    const unmasked = await readRequest(id, { detailed: true, unmasked: true });
    expect(Buffer.from(unmasked.bodyBase64, "base64").equals(body)).toBe(true);
  });

  it("headers that came with a message are masked by their names, and where they hold an address", async () => {
    await storeMessages(db, [{ sourceId, body: Buffer.from("{}") }]);
    const { rows } = await db.pool.query<{ id: string }>("update requests set headers = $1 where id = (select max(id::text)::uuid from requests) returning id", [JSON.stringify([["X-Customer-Phone", "+31 20 1"], ["x-about", `for ${email}`], ["x-signature", "abc="]])]);
    const shown = async (unmasked: boolean) => (await readRequest(publicId("request", rows[0]?.id ?? ""), { detailed: true, unmasked })).headers.map(([, value]) => value);
    expect([await shown(false), await shown(true)]).toEqual([["***", "for ***", "abc="], ["+31 20 1", `for ${email}`, "abc="]]);
  });

  it("a body in UTF-16 hides nothing from the mask", async () => {
    await storeMessages(db, [{ sourceId, body: Buffer.from(`\ufeff{"email":"${email}","amount":1}`, "utf16le") }]);
    const { rows } = await db.pool.query<{ id: string }>("select id from requests order by id desc limit 1");
    const shown = await readRequest(publicId("request", rows[0]?.id ?? ""), { detailed: true, unmasked: false });
    expect(Buffer.from(shown.bodyBase64, "base64").toString("utf16le")).toBe('\ufeff{"email":"***","amount":1}');
  });
});

describe("unmasking", () => {
  const unmask = async (person: TestPerson, body: object): Promise<{ status: number; body: { record?: { deliveries?: unknown[] } } }> => {
    const answer = await handle(unmaskRoute).POST(apiRequest("POST", "/unmask", { headers: person.writeHeaders, body }), withParams());
    return { status: answer.status, body: (await answer.json()) as { record?: { deliveries?: unknown[] } } };
  };

  it("tells an event's deliveries as the event itself does, and names it in the audit", async () => {
    await db.prisma.delivery.create({ data: { id: newId(), eventId, targetId: newId(), createdAt: new Date(), nextAttemptAt: new Date() } });
    const { status, body } = await unmask(operator, { type: "event", id: publicId("event", eventId) });
    expect([status, body.record?.deliveries?.length]).toEqual([200, 1]);
    expect(JSON.stringify(body)).toContain(email);
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "event.unmask", subjectId: eventId });
  });

  it("names a customer in the audit by a digest alone, which nobody can erase", async () => {
    expect((await unmask(operator, { type: "customer", id: email })).status).toBe(200);
    const entry = await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
    expect(entry.action).toBe("customer.unmask");
    expect(entry.subjectId).toMatch(/^[0-9a-f]{24}$/);
    expect((await unmask(viewer, { type: "customer", id: email })).status).toBe(403);
  });
});
