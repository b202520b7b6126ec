import { createHash, createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openOutbound, closeOutbound } from "#lib/platform/outbound/outbound";
import { projectEvents } from "#lib/transactions/project-events";
import { readAnswer } from "#lib/validations/hand-over";
import { linkValidations } from "#lib/validations/link-validations.sql";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { httpTarget } from "#tests/support/outbound-target";
import { praxisSecret, praxisSettings, type TestValidator, testValidator, validationBody, verifiedAnswer } from "#tests/support/validating";

let db: TestDatabase;
let open: TestValidator;
beforeAll(async () => {
  db = await testDatabase();
  open = await testValidator(db);
  closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"] }));
});
afterAll(async () => {
  await open.close();
  closeOutbound();
  await db.close();
});

const answerWith = (status: number, body: string) => (_request: unknown, response: ServerResponse) => void response.writeHead(status, { "content-type": "application/json" }).end(body);

async function handingOver(port: number): Promise<{ readonly id: string; readonly token: string }> {
  const source = await open.addSource();
  await open.activate(source.id, { rules: [{ name: "ask", when: { field: "amount", op: "gt", value: 0 }, then: { action: "handOver", url: `http://127.0.0.1:${String(port)}/decide` } }], fallback: { action: "decline", status: 7, description: "Please try again later" } });
  return source;
}

const settledRow = async (sourceId: string) =>
  vi.waitFor(async () => {
    const row = await db.prisma.validation.findFirstOrThrow({ where: { sourceId } });
    expect(row.reservedUntil).toBeNull();
    expect(row.handOverOutcome).not.toBeNull();
    return row;
  }, 10_000);

describe("handing over", () => {
  test("asks the merchant's own server, signed as deliveries are, and says what it answers", async () => {
    const target = await httpTarget(answerWith(200, '{"action":"decline","status":4,"description":"Ask our desk first"}'));
    const source = await handingOver(target.port);
    expect(verifiedAnswer(await open.send(source.token, validationBody({ amount: 2599 })))).toEqual({ status: 4, description: "Ask our desk first" });
    const [call] = target.calls;
    const id = call?.headers["webhook-id"] ?? "";
    const row = await db.prisma.handOverSecret.findFirstOrThrow({ where: { sourceId: source.id } });
    const secret = open.door.installation.ring.open(row.sealedSecret, { purpose: "hand_over", rowId: row.id });
    const digest = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64")).update(`${id}.${call?.headers["webhook-timestamp"] ?? ""}.`).update(call?.body ?? "").digest("base64");
    expect(call?.headers["webhook-signature"]).toBe(`v1,${digest}`);
    expect(JSON.parse(call?.body.toString() ?? "{}")).toMatchObject({ id, sourceId: `src_${source.id}`, mode: "test", attempt: { amount: { amountMinor: 2599, currency: "EUR", exponent: 2 }, country: "GB", bin: "411111", lastFour: "1111" } });
    expect(await settledRow(source.id)).toMatchObject({ id: id.slice(4), action: "decline", answerStatus: 4, handOverOutcome: "answered", handOverStatus: 200, fallbackUsed: false, counted: false, rule: "ask" });
  });

  test("counts what the merchant approved", async () => {
    const target = await httpTarget(answerWith(200, '{"action":"approve"}'));
    const source = await handingOver(target.port);
    expect(verifiedAnswer(await open.send(source.token, validationBody())).status).toBe(0);
    expect(await settledRow(source.id)).toMatchObject({ action: "approve", counted: true, fallbackUsed: false });
    expect(await db.prisma.velocityBucket.findMany({ where: { sourceId: source.id, per: "country" }, select: { seconds: true, count: true }, orderBy: { seconds: "asc" } })).toEqual([10, 600, 3_600, 86_400].map((seconds) => ({ seconds, count: 1n })));
  });

  test.each([
    ["another status", 204, "", "wrong_status"],
    ["a refusal of its server", 500, '{"action":"approve"}', "wrong_status"],
    ["what is no JSON", 200, "approve", "malformed"],
    ["a member that nobody knows", 200, '{"action":"approve","status":0}', "malformed"],
    ["a member that stands twice", 200, '{"action":"decline","action":"approve"}', "malformed"],
    ["a text that customers must not read", 200, '{"action":"decline","description":"See https://evil.example"}', "malformed"],
    ["an answer without an end", 200, `{"action":"approve"${" ".repeat(70_000)}}`, "too_large"],
  ])("falls back on %s", async (_what, status, body, outcome) => {
    const target = await httpTarget(answerWith(status, body));
    const source = await handingOver(target.port);
    expect(verifiedAnswer(await open.send(source.token, validationBody()))).toEqual({ status: 7, description: "Please try again later" });
    expect(await settledRow(source.id)).toMatchObject({ handOverOutcome: outcome, fallbackUsed: true, action: "decline", counted: false });
  });

  test("takes an answer to the letter alone", () => {
    expect(readAnswer(Buffer.from('{"action":"decline"}'))).toMatchObject({ action: "decline", status: 1 });
    for (const body of ["", "null", "[]", '"approve"', '{"action":"APPROVE"}', '{"action":"decline","status":0,"description":"x"}', '{"action":"decline","description":"{name}"}', '{"action":"approve"} {}']) expect(readAnswer(Buffer.from(body))).toBeNull();
  });

  test("the same body waits for the answer that its first copy waits for", async () => {
    const waiting: ServerResponse[] = [];
    const target = await httpTarget((_request, response) => void waiting.push(response));
    const source = await handingOver(target.port);
    const body = validationBody();
    const first = open.send(source.token, body);
    await vi.waitFor(() => expect(waiting).toHaveLength(1), 10_000);
    const second = open.send(source.token, body);
    await vi.waitFor(async () => expect((await db.pool.query("select 1 from pg_stat_activity where query like '%reserved_until is null or reserved_until%' and application_name = 'countersign validations'")).rowCount).toBeGreaterThan(0), 10_000);
    waiting[0]?.writeHead(200).end('{"action":"approve"}');
    expect([verifiedAnswer(await first).status, verifiedAnswer(await second).status]).toEqual([0, 0]);
    expect(target.calls).toHaveLength(1);
  });
});

test("a decision is linked to the transaction of its session's order, in the commit that writes it", async () => {
  const source = await open.addSource();
  const other = await open.addSource();
  for (const { token } of [source, other]) expect(verifiedAnswer(await open.send(token, validationBody({ orderId: "ord-77" }))).status).toBe(0);
  await vi.waitFor(async () => expect(await db.prisma.validation.count({ where: { sourceId: { in: [source.id, other.id] } } })).toBe(2));
  const token = "87cfb23a8f1e68e162c276b754d9c061";
  const message = { merchant_id: praxisSettings.merchantId, application_key: praxisSettings.applicationKey, customer: { customer_token: token }, session: { order_id: "ord-77", session_status: "successful" }, transaction: { transaction_type: "sale", transaction_status: "approved", tid: 77, currency: "EUR", amount: 100, conversion_rate: "1.000000", processed_currency: "EUR", processed_amount: 100 }, version: "1.3", timestamp: 1_590_611_700 };
  const signature = createHash("sha384").update(`${praxisSettings.merchantId}${praxisSettings.applicationKey}1590611700${token}ord-7777EUR1001.000000EUR100${praxisSecret}`).digest("hex");
  expect((await open.door.post(source.token, { "gt-authentication": signature }, JSON.stringify(message))).status).toBe(200);
  const events = await db.prisma.event.findMany({ where: { sourceId: source.id } });
  await projectEvents(db.pool, events.map(({ id }) => id), { afterProjecting: linkValidations });
  const { transactionId } = await db.prisma.event.findFirstOrThrow({ where: { sourceId: source.id } });
  expect(transactionId).not.toBeNull();
  expect(await db.prisma.validation.findFirst({ where: { sourceId: source.id } })).toMatchObject({ transactionId });
  expect(await db.prisma.validation.findFirst({ where: { sourceId: other.id } })).toMatchObject({ transactionId: null });
});
