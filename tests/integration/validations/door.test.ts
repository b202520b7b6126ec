import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newId, publicId } from "#lib/platform/ids";
import { withLinesAsSent } from "#lib/receiving/lines-as-sent";
import { receiver } from "#lib/receiving/receiver";
import type { Condition } from "#lib/validations/condition-shape";
import type { RuleSetBody } from "#lib/validations/rule-set-shape";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { praxisSecret, signValidation, type TestValidator, testValidator, validationBody, verifiedAnswer } from "#tests/support/validating";

let db: TestDatabase;
let open: TestValidator;
beforeAll(async () => {
  db = await testDatabase();
  open = await testValidator(db);
});
afterAll(() => open.close());

const seed = (name: string) => readFileSync(path.resolve(import.meta.dirname, `../../fixtures/seeds/praxis-validation-${name}.json`), "utf8");
const declineIf = (when: Condition, description = "Please use another card"): Partial<RuleSetBody> => ({ rules: [{ name: "Stop", when, then: { action: "decline", status: 1, description } }] });
const cardWithin = (withinSeconds: number, value: number): Condition => ({ velocity: { measure: "count", per: "card", withinSeconds }, op: "gt", value });

/** What was recorded of a source, once as many rows are there as were sent and their durations are final. */
async function recorded(sourceId: string, count = 1) {
  return vi.waitFor(async () => {
    const rows = await db.prisma.validation.findMany({ where: { sourceId }, orderBy: { id: "asc" } });
    const requests = await db.prisma.request.count({ where: { sourceId } });
    expect(rows).toHaveLength(count);
    expect(requests).toBeGreaterThanOrEqual(count);
    expect(rows.every(({ reservedUntil }) => reservedUntil === null)).toBe(true);
    return rows;
  }, 5_000);
}

describe("the door of validations", () => {
  test("answers the documented request with the documented approval where no rule set is active", async () => {
    const source = await open.addSource();
    const body = seed("request");
    const text = "Test-Integration-MerchantSandbox159061163587cfb23a8f1e68e162c276b754d9c061test-1560610955EUR1001.000000EUR100";
    const answer = await open.send(source.token, body, { "gt-authentication": createHash("sha384").update(`${text}${praxisSecret}`).digest("hex") });
    expect({ ...verifiedAnswer(answer), version: "1.3", timestamp: 1_590_611_635 }).toEqual(JSON.parse(seed("response-success")));
    const [row] = await recorded(source.id);
    expect(row).toMatchObject({ action: "approve", ruleSetId: null, rule: null, country: "GB", currency: "EUR", amountMinor: 100n, orderId: "test-1560610955", counted: true, fallbackUsed: false });
    expect(row?.input).toMatchObject({ amount: { amountMinor: 100, currency: "EUR", exponent: 2 }, cardBrand: "visa", bin: "411111", lastFour: "1111", customer: "87cfb23a8f1e68e162c276b754d9c061", intent: "payment", variable1: "your variable", avsAlert: "0" });
    expect(JSON.stringify(row?.input)).not.toContain("Johnson");
    const request = await db.prisma.request.findFirstOrThrow({ where: { sourceId: source.id } });
    expect(request).toMatchObject({ id: row?.requestId, kind: "validation", outcome: "accepted", eventIds: [], answeredStatus: 200 });
    expect(await db.prisma.event.count({ where: { sourceId: source.id } })).toBe(0);
  });

  test("declines by a rule in the shape of the documented refusal", async () => {
    const source = await open.addSource();
    const { description } = JSON.parse(seed("response-error")) as { description: string };
    const ruleSetId = await open.activate(source.id, declineIf({ all: [{ field: "bin", op: "eq", value: "411111" }, { field: "amount", op: "lte", value: 100 }] }, description));
    const answer = await open.send(source.token, validationBody());
    expect({ ...verifiedAnswer(answer), version: "1.3", timestamp: 1_590_611_635 }).toEqual(JSON.parse(seed("response-error")));
    expect((await recorded(source.id))[0]).toMatchObject({ action: "decline", answerStatus: 1, answerDescription: description, ruleSetId, rule: "Stop", counted: false });
  });

  test("refuses what nobody signed with 401, keeps it, and decides nothing", async () => {
    const source = await open.addSource();
    const body = validationBody();
    const forged = { ...signValidation(body), "gt-authentication": "0".repeat(96) };
    for (const headers of [{}, forged]) {
      const answer = await open.send(source.token, body, headers);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.body)).toMatchObject({ status: -1 });
      expect(answer.headers).not.toHaveProperty("gt-authentication");
    }
    await vi.waitFor(async () => expect((await db.prisma.request.findMany({ where: { sourceId: source.id } })).map(({ outcome, kind }) => `${kind} ${outcome}`)).toEqual(["validation rejected", "validation rejected"]));
    expect(await db.prisma.validation.count({ where: { sourceId: source.id } })).toBe(0);
  });

  test("answers another merchant's message with a signed status 1, and keeps it apart", async () => {
    const source = await open.addSource();
    expect(verifiedAnswer(await open.send(source.token, validationBody({ merchantId: "Somebody-Else" })))).toMatchObject({ status: 1 });
    await vi.waitFor(async () => expect(await db.prisma.request.findFirst({ where: { sourceId: source.id } })).toMatchObject({ outcome: "quarantined", reason: "other_merchant" }));
    expect(await db.prisma.validation.count({ where: { sourceId: source.id } })).toBe(0);
  });

  test("knows no other address: unknown tokens, and sources whose provider never asks", async () => {
    const gateway = await open.door.addSource("gateway", {}, "gw_secret_for_these_tests");
    for (const token of ["nobody", gateway.token, "\0"]) expect((await open.send(token, validationBody())).status).toBe(404);
    const call = (method: string) => open.validator.validate({ method, token: "nobody", headers: [], body: new Uint8Array(), remoteAddress: null, firstByteMs: performance.now() });
    expect((await call("GET")).status).toBe(200);
    expect((await call("PUT")).status).toBe(405);
  });

  test("gives the same body the same decision within 15 minutes, freshly signed and counted once, however often at once", async () => {
    const source = await open.addSource();
    await open.activate(source.id, declineIf(cardWithin(600, 1)));
    const body = validationBody();
    const answers = await Promise.all(Array.from({ length: 10 }, () => open.send(source.token, body)));
    answers.push(await open.send(source.token, body));
    expect(answers.map((answer) => verifiedAnswer(answer).status)).toEqual(Array.from({ length: 11 }, () => 0));
    await vi.waitFor(async () => expect((await recorded(source.id))[0]).toMatchObject({ repeatCount: 10, counted: true }));
    await vi.waitFor(async () => expect((await db.prisma.request.groupBy({ by: ["outcome"], where: { sourceId: source.id }, _count: true })).map(({ outcome, _count }) => `${outcome} ${String(_count)}`).toSorted()).toEqual(["accepted 1", "duplicate 10"]));
    // A body that differs is a second attempt of that card.
    expect(verifiedAnswer(await open.send(source.token, validationBody())).status).toBe(1);
  });

  test("approves exactly as many as a velocity allows, however many come at once", async () => {
    const source = await open.addSource();
    await open.activate(source.id, declineIf(cardWithin(600, 5)));
    const answers = await Promise.all(Array.from({ length: 100 }, () => open.send(source.token, validationBody({ cardNumber: "520000******0007" }))));
    expect(answers.filter((answer) => verifiedAnswer(answer).status === 0)).toHaveLength(5);
    const rows = await recorded(source.id, 100);
    expect(rows.filter(({ counted }) => counted)).toHaveLength(5);
    expect(rows.filter(({ action }) => action === "decline").every(({ velocity }) => JSON.stringify(velocity) === '[{"measure":"count","per":"card","withinSeconds":600,"value":6}]')).toBe(true);
  });

  test("lets a set run beside the active one, which says what it would have said and changes nothing", async () => {
    const source = await open.addSource();
    await open.activate(source.id, {});
    const shadowId = await open.activate(source.id, declineIf({ field: "country", op: "eq", value: "GB" }), "shadow");
    expect(verifiedAnswer(await open.send(source.token, validationBody())).status).toBe(0);
    expect((await recorded(source.id))[0]).toMatchObject({ action: "approve", shadowRuleSetId: shadowId, shadowRule: "Stop", shadowAction: "decline" });
  });

  test("asks lists as they are at that moment, without entries that ended", async () => {
    const source = await open.addSource();
    const list = newId();
    await db.prisma.validationList.create({ data: { id: list, name: "Blocked", field: "emailDomain", createdBy: "test", entries: { create: [{ value: "bad.example", addedBy: "test" }, { value: "over.example", addedBy: "test", expiresAt: new Date(Date.now() - 1_000) }] } } });
    await open.activate(source.id, declineIf({ field: "emailDomain", op: "inList", value: publicId("validationList", list) }));
    const statusFor = async (email: string) => verifiedAnswer(await open.send(source.token, validationBody({ email }))).status;
    expect([await statusFor("a@Bad.example"), await statusFor("a@over.example"), await statusFor("a@new.example")]).toEqual([1, 0, 0]);
    await db.prisma.validationListEntry.create({ data: { listId: list, value: "new.example", addedBy: "test" } });
    expect(await statusFor("b@new.example")).toBe(1);
  });

  test("still decides while its source is paused", async () => {
    const source = await open.addSource();
    await db.prisma.source.update({ where: { id: source.id }, data: { status: "paused" } });
    expect(verifiedAnswer(await open.send(source.token, validationBody())).status).toBe(0);
  });

  test("is not held up by a body that does not come, nor where Next answers", async () => {
    const source = await open.addSource();
    const { POST } = await import("../../../app/api/validations/[token]/route.ts");
    const endless = new Request("http://localhost/", Object.assign({ method: "POST", body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) }) }, { duplex: "half" }));
    const answer = await withLinesAsSent([], performance.now() - 60_000, () => POST(endless, { params: Promise.resolve({ token: source.token }) }));
    expect(answer.status).toBe(408);
  });

  test("quarantines an amount of more digits than rules can compare, signed, and decides nothing", async () => {
    const source = await open.addSource();
    const body = validationBody().replaceAll('"amount":100,', '"amount":"9999999999999999999",').replace('"attempted_amount":100,', '"attempted_amount":"9999999999999999999",');
    expect(verifiedAnswer(await open.send(source.token, body)).status).toBe(1);
    await vi.waitFor(async () => expect(await db.prisma.request.findFirstOrThrow({ where: { sourceId: source.id } })).toMatchObject({ outcome: "quarantined", reason: "not_canonical" }));
    expect(await db.prisma.validation.count({ where: { sourceId: source.id } })).toBe(0);
  });

  test("keeps the call however long its answer took, and shows the answer that left before it", async () => {
    const source = await open.addSource();
    const id = newId();
    const holder = await db.pool.connect();
    await holder.query("begin");
    await holder.query("lock table requests in access exclusive mode");
    const stored = receiver().parts.store({ id, sourceId: source.id, kind: "validation", receivedAtMs: Date.now() - 60_000, verdict: "verified", reason: null, answeredStatus: 200, keyId: null, remoteAddress: null, headersJson: "[]", body: Buffer.from("{}"), bodyBytes: 2, bodyHash: new Uint8Array(32), masked: false, items: [] });
    // Somebody who waited for a minute already would be told to come again by now.
    await Promise.race([stored, sleep(300)]);
    await holder.query("rollback");
    holder.release();
    expect((await stored).outcome).toBe("accepted");
    expect(await db.prisma.request.findFirstOrThrow({ where: { id } })).toMatchObject({ answeredStatus: 200 });
  });

  test("takes neither encoded nor too large bodies", async () => {
    const source = await open.addSource();
    const body = validationBody();
    expect((await open.send(source.token, body, { ...signValidation(body), "content-encoding": "gzip" })).status).toBe(415);
    expect((await open.validator.validate({ method: "POST", token: source.token, headers: [], body: "too_large", remoteAddress: null, firstByteMs: performance.now() })).status).toBe(413);
  });
});
