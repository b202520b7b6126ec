import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, publicId } from "#lib/platform/ids";
import { type Notifications, openNotifications } from "#lib/platform/database/notifications";
import type { ProviderId } from "#lib/providers/provider";
import { receiver } from "#lib/receiving/receiver";
import { testSource } from "#lib/sandbox/test-source";
import type { Misbehaviour } from "#lib/simulator/misbehaviour";
import { projectEvents } from "#lib/transactions/project-events";
import { activateRuleSet } from "#lib/validations/activate-rule-set";
import { createRuleSet } from "#lib/validations/create-rule-set";
import { openValidator, type Validator } from "#lib/validations/validator";
import { apiKeyActor, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { type OwnDoor, ownDoor } from "#tests/support/own-door";
import { addKey, type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let server: OwnDoor;
let notifications: Notifications;
let validator: Validator;
let operator: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  server = await ownDoor();
  notifications = openNotifications(db.url);
  validator = await openValidator(db, door.installation, notifications, receiver());
  operator = (await signedInPerson(db, "operator")).actor;
});
afterAll(async () => {
  await server.close();
  await validator.drain();
  await notifications.close();
  await door.close();
});

const secret = "whsec_of_a_shop_that_is_tested";

async function sourceOf(provider: ProviderId = "stripe", settings: Readonly<Record<string, string | readonly string[]>> = {}, mode: "test" | "live" = "test", key: string | null = secret): Promise<string> {
  return publicId("source", (await door.addSource(provider, settings, key, mode)).id);
}

const ask = (id: string, scenario: string, misbehave: Misbehaviour | null = null) => testSource(operator, id, { scenario, misbehave });

async function readAll(): Promise<void> {
  const pending = await db.prisma.event.findMany({ where: { state: "pending" }, select: { id: true } });
  await projectEvents(db.pool, pending.map(({ id }) => id));
}

const transactionsOf = (id: string) => db.prisma.transaction.findMany({ where: { sourceId: id.slice(4) } });

test("a story goes through the door of this installation and ends as the answer says", async () => {
  const id = await sourceOf();
  const told = await ask(id, "chargeback-lost");
  expect(told).toMatchObject({ scenario: "chargeback-lost", misbehave: null, asExpected: true, ends: [{ status: "captured", dispute: "lost", amounts: { captured: { currency: expect.any(String) as string, exponent: 2 } } }] });
  expect(told.sent.every(({ outcome, status, requestId }) => outcome === "taken" && status === 200 && requestId?.startsWith("req_") === true)).toBe(true);
  await readAll();
  const [end] = told.ends;
  expect(await transactionsOf(id)).toMatchObject([{ reference: end?.reference, status: end?.status, dispute: end?.dispute, disputedMinor: end?.amounts.disputed.amountMinor, mode: "test" }]);
});

test("one message alone can be sent by its type, and those about no payment too", async () => {
  expect(await ask(await sourceOf(), "payment_intent.succeeded")).toMatchObject({ asExpected: true, sent: [{ type: "payment_intent.succeeded", outcome: "taken" }], ends: [] });
  expect(await ask(await sourceOf("prahsys", { scheme: "protocol" }), "contact")).toMatchObject({ asExpected: true, ends: [] });
  const platform = await sourceOf("adyen", { scheme: "platform" }, "test", "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056");
  expect(await ask(platform, "transfer")).toMatchObject({ asExpected: true });
});

describe("misbehaviour", () => {
  test.each(["wrong-key", "tamper", "clock-off"] as const)("%s: everything is refused and nothing is known of the payment", async (misbehave) => {
    const id = await sourceOf();
    const told = await ask(id, "refund", misbehave);
    expect(told).toMatchObject({ asExpected: true, ends: [] });
    expect(new Set(told.sent.map(({ status, expects, outcome }) => `${String(status)} ${expects} ${outcome}`))).toEqual(new Set(["401 refused given_up"]));
    await readAll();
    expect(await transactionsOf(id)).toEqual([]);
  });

  test("truncate: the connection breaks, or half of it is refused, and nothing is known of the payment", async () => {
    const id = await sourceOf();
    const told = await ask(id, "refund", "truncate");
    expect(told).toMatchObject({ asExpected: true, ends: [] });
    expect(told.sent.map(({ status, expects, requestId }) => ({ status, expects, isKept: requestId !== null }))).toEqual(told.sent.map((_, index) => (index % 2 === 0 ? { status: null, expects: "unanswered", isKept: false } : { status: 401, expects: "refused", isKept: true })));
    await readAll();
    expect(await transactionsOf(id)).toEqual([]);
  });

  test("old-key signs with the oldest key that still verifies, and says so where there is none", async () => {
    const id = await sourceOf();
    expect(await problemOf(ask(id, "sale", "old-key"))).toMatchObject({ kind: "conflict", message: expect.stringContaining("Rotate its key first") as string });
    await addKey(db, door.installation, id.slice(4), newId(), "whsec_the_newer_one_of_the_shop");
    expect(await ask(id, "sale", "old-key")).toMatchObject({ asExpected: true, sent: [{ outcome: "taken" }, { outcome: "taken" }, { outcome: "taken" }, { outcome: "taken" }] });
    const requests = await db.prisma.request.findMany({ where: { sourceId: id.slice(4) }, select: { keyId: true } });
    const keys = await db.prisma.sourceKey.findMany({ where: { sourceId: id.slice(4) }, orderBy: { id: "asc" } });
    expect(new Set(requests.map(({ keyId }) => keyId))).toEqual(new Set([keys[0]?.id]));
  });
});

test("Praxis asks for a validation: a yes and a no of the rules are both good answers, and one by a wrong key is refused", async () => {
  const id = await sourceOf("praxis", { merchantId: "Demo-Merchant", applicationKey: "Shop" });
  server.validator = null;
  expect(await ask(id, "validation")).toMatchObject({ asExpected: false, sent: [{ kind: "validation", status: 404, asExpected: false }] });
  server.validator = validator;
  expect(await ask(id, "validation")).toMatchObject({ asExpected: true, ends: [], sent: [{ kind: "validation", type: "validation", outcome: "taken", status: 200, asExpected: true, requestId: expect.stringMatching(/^req_/) as string }] });
  const draft = await createRuleSet({ type: "cli", name: "test" }, { sourceId: id, rules: [], default: { action: "decline", status: 7, description: "Not today" }, fallback: { action: "approve" } });
  await activateRuleSet({ type: "cli", name: "test" }, draft.id, {});
  await vi.waitFor(async () => expect((await ask(id, "validation")).sent[0]?.outcome).toBe("final"), { timeout: 10_000 });
  const declined = await ask(id, "validation");
  expect(declined).toMatchObject({ asExpected: true, sent: [{ outcome: "final", status: 200, answer: expect.stringContaining("Not today") as string }] });
  expect(await ask(id, "validation", "wrong-key")).toMatchObject({ asExpected: true, sent: [{ expects: "refused", status: 401, outcome: "final" }] });
});

test("nothing is ever sent to a live source, an archived one, or one without a key", async () => {
  const live = await sourceOf("stripe", {}, "live");
  expect(await problemOf(ask(live, "sale"))).toMatchObject({ kind: "conflict", message: expect.stringContaining("is live") as string });
  expect(await problemOf(ask(await sourceOf("stripe", {}, "test", null), "sale"))).toMatchObject({ kind: "conflict", message: expect.stringContaining("no key") as string });
  const archived = await sourceOf();
  await db.prisma.source.update({ where: { id: archived.slice(4) }, data: { status: "archived" } });
  expect((await problemOf(ask(archived, "sale"))).message).toContain("is archived");
  expect(await db.prisma.request.count({ where: { sourceId: { in: [live.slice(4), archived.slice(4)] } } })).toBe(0);
  expect((await problemOf(ask("src_none", "sale"))).kind).toBe("not_found");
});

test("an unknown scenario names the field and lists what there is; a key that cannot sign is told in words", async () => {
  const unknown = await problemOf(ask(await sourceOf(), "explode"));
  expect(unknown).toMatchObject({ kind: "bad_input", errors: [{ path: "scenario", message: expect.stringContaining("refund-in-parts") as string }] });
  const broken = await sourceOf("adyen", { scheme: "standard", merchantAccounts: ["Shop"], captureMode: "manual" }, "test", "no key of Adyen");
  expect((await problemOf(ask(broken, "sale"))).kind).toBe("unprocessable");
});

test("it is for operators and scripts with the sources' scope, and stands in the audit without the key", async () => {
  const id = await sourceOf();
  const viewer = (await signedInPerson(db, "viewer")).actor;
  for (const actor of [viewer, apiKeyActor(["sources:read"])]) expect((await problemOf(testSource(actor, id, { scenario: "sale", misbehave: null }))).kind).toBe("forbidden");
  await testSource(apiKeyActor(["sources:write"]), id, { scenario: "sale", misbehave: "duplicate" });
  const entries = await db.prisma.auditEntry.findMany({ where: { subjectId: id.slice(4) } });
  expect(entries.map(({ action, details }) => ({ action, details }))).toEqual([{ action: "source.test", details: { scenario: "sale", misbehave: "duplicate" } }]);
  expect(JSON.stringify(entries.map(({ details }) => details))).not.toContain(secret);
});
