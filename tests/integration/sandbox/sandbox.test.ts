import { z } from "zod";
import { handle } from "#lib/rest/handle";
import { createSandboxSessionRoute, paySandboxSessionRoute } from "#lib/rest/sandbox-routes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, parsePublicId, publicId } from "#lib/platform/ids";
import type { ProviderId } from "#lib/providers/provider";
import { type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { receiver } from "#lib/receiving/receiver";
import { openValidator, type Validator } from "#lib/validations/validator";
import { createSession } from "#lib/sandbox/create-session";
import { getSession, listSessions } from "#lib/sandbox/read-sessions";
import { readTrace } from "#lib/sandbox/read-trace";
import type { Operation, SandboxSession } from "#lib/sandbox/session-shape";
import { endChallenge, operateSession, paySession } from "#lib/sandbox/take-step";
import { randomKey } from "#lib/simulator/random-key";
import { systemRandom } from "#lib/simulator/randomness";
import { projectEvents } from "#lib/transactions/project-events";
import { getTransaction } from "#lib/transactions/get-transaction";
import { apiKeyActor, apiRequest, signedInPerson, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { type OwnDoor, ownDoor } from "#tests/support/own-door";
import { addKey, testDoor, type TestDoor } from "#tests/support/receiving";

const db = await testDatabase();
let door: TestDoor;
let server: OwnDoor;
let notifications: Notifications;
let validator: Validator;
let person: TestPerson;
let operator: UserActor;
const secrets: string[] = [];

beforeAll(async () => {
  door = await testDoor(db);
  server = await ownDoor();
  notifications = openNotifications(db.url);
  validator = await openValidator(db, door.installation, notifications, receiver());
  server.validator = validator;
  person = await signedInPerson(db, "operator");
  operator = person.actor;
});
afterAll(async () => {
  await server.close();
  await validator.drain();
  await notifications.close();
  await door.close();
});

const accounts: readonly (readonly [ProviderId, Readonly<Record<string, string | readonly string[]>>])[] = [
  ["adyen", { scheme: "standard", merchantAccounts: ["DemoMerchantECOM"], captureMode: "manual" }],
  ["praxis", { merchantId: "Demo-Merchant", applicationKey: "Shop" }],
  ["prahsys", { scheme: "svix" }],
  ["stripe", {}],
  ["gateway", {}],
  ["standard-webhooks", {}],
];

async function sourceOf(provider: ProviderId, settings: Readonly<Record<string, string | readonly string[]>>, mode: "test" | "live" = "test"): Promise<string> {
  const secret = randomKey(provider, settings, systemRandom);
  secrets.push(secret);
  return publicId("source", (await door.addSource(provider, settings, secret, mode)).id);
}

/** What the worker does with what came. */
async function readAll(): Promise<void> {
  const pending = await db.prisma.event.findMany({ where: { state: "pending" }, select: { id: true } });
  await projectEvents(db.pool, pending.map(({ id }) => id));
}

async function transactionOf(session: SandboxSession) {
  await readAll();
  const { transactionId } = await readTrace(operator, session);
  return getTransaction(operator, transactionId ?? "none");
}

const pay = async (id: string, more: Parameters<typeof paySession>[2] = { card: "approved", misbehave: null }) => paySession(operator, id, more);
const operate = async (id: string, operation: Operation, amountMinor?: number) => operateSession(operator, id, { operation, misbehave: null, ...(amountMinor === undefined ? {} : { amountMinor }) });
const outcomes = ({ steps }: SandboxSession) => steps.flatMap(({ messages }) => messages.filter(({ kind }) => kind === "notification").map(({ taken }) => taken));

describe("a checkout of the sandbox", () => {
  it.each(accounts)("of %s ends where the provider says, by signed messages that the door took", async (provider, settings) => {
    const session = await createSession(operator, { sourceId: await sourceOf(provider, settings), amountMinor: 2599, currency: "EUR" });
    expect(session).toMatchObject({ state: "open", capture: "automatic", response: null, steps: [] });
    const paid = await pay(session.id);
    expect(paid).toMatchObject({ state: "captured", response: { result: "SUCCESS", code: "APPROVED" } });
    expect(outcomes(paid).every(Boolean)).toBe(true);
    expect(paid.steps.flatMap(({ messages }) => messages.filter(({ kind }) => kind === "notification").map(({ requestId }) => requestId)).every((id) => parsePublicId("request", id ?? "") !== null)).toBe(true);
    expect(await transactionOf(paid)).toMatchObject({ status: "captured", mode: "test", amounts: { captured: { amountMinor: 2599n } } });
    await operate(session.id, "refund", 599);
    const refunded = await operate(session.id, "refund");
    expect(refunded).toMatchObject({ amounts: { refunded: { amountMinor: 2599n } } });
    expect(await transactionOf(refunded)).toMatchObject({ status: "refunded", amounts: { refunded: { amountMinor: 2599n } } });
    expect((await problemOf(operate(session.id, "refund"))).kind).toBe("conflict");
    expect((await problemOf(pay(session.id))).message).toContain("a session is paid once");
  });

  it.each(accounts.filter(([provider]) => ["adyen", "stripe", "prahsys"].includes(provider)))("of %s that is only authorized is captured in part, or voided", async (provider, settings) => {
    const sourceId = await sourceOf(provider, settings);
    const held = await createSession(operator, { sourceId, amountMinor: 5000, currency: "USD", capture: "manual" });
    expect(await pay(held.id)).toMatchObject({ state: "authorized", amounts: { captured: { amountMinor: 0n } } });
    expect((await problemOf(operate(held.id, "refund"))).message).toContain("Nothing was captured yet");
    expect((await problemOf(operate(held.id, "capture", 5001))).errors).toMatchObject([{ path: "amountMinor" }]);
    expect(await transactionOf(await operate(held.id, "capture", 2000))).toMatchObject({ amounts: { authorized: { amountMinor: 5000n }, captured: { amountMinor: 2000n } } });
    const voided = await createSession(operator, { sourceId, amountMinor: 700, currency: "USD", capture: "manual" });
    await pay(voided.id);
    expect(await transactionOf(await operate(voided.id, "void"))).toMatchObject({ status: "canceled" });
  });

  it("of Stripe can be challenged, declined, and charged back", async () => {
    const sourceId = await sourceOf("stripe", {});
    const open = async () => (await createSession(operator, { sourceId, amountMinor: 900, currency: "EUR" })).id;
    const challenged = await open();
    expect(await pay(challenged, { card: "challenge", misbehave: null })).toMatchObject({ state: "challenged", response: { result: "PENDING" } });
    expect((await problemOf(pay(challenged))).kind).toBe("conflict");
    expect(await endChallenge(operator, challenged, { passed: true, misbehave: null })).toMatchObject({ state: "captured" });
    expect(await transactionOf(await operate(challenged, "chargeback"))).toMatchObject({ dispute: "chargeback" });
    const failed = await open();
    await pay(failed, { card: "challenge", misbehave: null });
    expect(await endChallenge(operator, failed, { passed: false, misbehave: null })).toMatchObject({ state: "declined", response: { code: "AUTHENTICATION_FAILED" } });
    const declined = await pay(await open(), { card: "insufficient_funds", misbehave: null });
    expect(declined).toMatchObject({ state: "declined", response: { result: "FAILURE", code: "INSUFFICIENT_FUNDS" } });
    expect(await transactionOf(declined)).toMatchObject({ status: "failed" });
    expect((await problemOf(endChallenge(operator, declined.id, { passed: true, misbehave: null }))).kind).toBe("conflict");
  });

  it("of Praxis is refused before the bank is asked unless its validation says that it may go on", async () => {
    server.validator = null;
    const [, settings] = accounts[1] ?? ["praxis", {}];
    const session = await createSession(operator, { sourceId: await sourceOf("praxis", settings), amountMinor: 900, currency: "EUR" });
    const refused = await pay(session.id);
    expect(refused).toMatchObject({ state: "refused", response: { code: "REFUSED_BY_MERCHANT" } });
    expect(refused.steps[0]?.messages[0]).toMatchObject({ kind: "validation", taken: false, status: 404 });
    server.validator = validator;
    const asked = await pay((await createSession(operator, { sourceId: refused.sourceId, amountMinor: 900, currency: "EUR" })).id);
    expect(asked).toMatchObject({ state: "captured" });
    expect(asked.steps[0]?.messages[0]).toMatchObject({ kind: "validation", taken: true, status: 200 });
  });
});

describe("messages that misbehave", () => {
  it("change nothing where they are honest, leave nothing where they are forged, and what the provider says stands all the same", async () => {
    const sourceId = await sourceOf("stripe", {});
    const open = async () => (await createSession(operator, { sourceId, amountMinor: 900, currency: "EUR" })).id;
    for (const fault of ["duplicate", "disorder", "delay", "burst", "two-bodies"] as const) {
      const honest = await pay(await open(), { card: "approved", misbehave: fault });
      expect(outcomes(honest), fault).not.toContain(false);
      expect(await transactionOf(honest), fault).toMatchObject({ status: "captured", amounts: { captured: { amountMinor: 900n } } });
    }
    for (const fault of ["clock-off", "wrong-key", "tamper", "truncate"] as const) {
      const forged = await pay(await open(), { card: "approved", misbehave: fault });
      expect(forged.state, fault).toBe("captured");
      expect(outcomes(forged).length, fault).toBeGreaterThan(1);
      expect(outcomes(forged), fault).not.toContain(true);
      await readAll();
      expect(await readTrace(operator, forged), fault).toEqual({ transactionId: null, eventIds: [] });
    }
  }, 30_000);

  it("come again as they were signed a day ago and are refused; by a former key they are taken, where there is one", async () => {
    const sourceId = await sourceOf("stripe", {});
    const open = async () => (await createSession(operator, { sourceId, amountMinor: 900, currency: "EUR" })).id;
    const replayed = await pay(await open(), { card: "approved", misbehave: "replay-old" });
    expect(outcomes(replayed)).toEqual([true, true, true, true, false]);
    expect(await problemOf(paySession(operator, await open(), { card: "approved", misbehave: "old-key" }))).toMatchObject({ kind: "conflict", message: expect.stringContaining("Rotate its key first") as string });
    const [former] = await db.prisma.sourceKey.findMany({ where: { sourceId: sourceId.slice(4) }, select: { id: true } });
    await addKey(db, door.installation, sourceId.slice(4), newId(), "whsec_the_newer_one_of_this_shop");
    const old = await pay(await open(), { card: "approved", misbehave: "old-key" });
    const requestIds = old.steps.flatMap(({ messages }) => messages.flatMap(({ requestId }) => requestId?.slice(4) ?? []));
    const requests = await db.prisma.request.findMany({ where: { id: { in: requestIds } }, select: { keyId: true } });
    expect(requests.map(({ keyId }) => keyId)).toEqual(outcomes(old).map(() => former?.id));
  });

  it("that break off leave no request, and the door goes on", async () => {
    const sourceId = await sourceOf("stripe", {});
    const id = (await createSession(operator, { sourceId, amountMinor: 900, currency: "EUR" })).id;
    const [step] = (await pay(id, { card: "approved", misbehave: "truncate" })).steps;
    const told = (step?.messages ?? []).map(({ status, requestId, answer }) => ({ status, isKept: requestId !== null, broke: answer.includes("connection broke") }));
    const [cut, passedOn] = [{ status: null, isKept: false, broke: true }, { status: 401, isKept: true, broke: false }];
    expect(told).toEqual([cut, passedOn, cut, passedOn]);
    expect(outcomes(await operate(id, "refund")).slice(4)).toEqual([true, true, true]);
  });
});

describe("the sandbox", () => {
  it("never plays for a live source, one without a key, an archived one, or one that is about no payments", async () => {
    const session = { amountMinor: 900, currency: "EUR" };
    const live = await sourceOf("stripe", {}, "live");
    expect(await problemOf(createSession(operator, { ...session, sourceId: live }))).toMatchObject({ kind: "conflict", message: expect.stringContaining("is live") as string });
    const keyless = publicId("source", (await door.addSource("stripe", {}, null)).id);
    expect((await problemOf(createSession(operator, { ...session, sourceId: keyless }))).message).toContain("has no key");
    const platform = await sourceOf("adyen", { scheme: "platform" });
    expect((await problemOf(createSession(operator, { ...session, sourceId: platform }))).message).toContain("not about payments");
    const turned = await createSession(operator, { ...session, sourceId: await sourceOf("stripe", {}) });
    const bare = turned.sourceId.slice(4);
    // No route changes the mode of a source; whoever did it by hand is refused all the same.
    await db.prisma.source.update({ where: { id: bare }, data: { mode: "live" } });
    expect((await problemOf(pay(turned.id))).message).toContain("is live");
    expect((await getSession(operator, turned.id)).actions.every(({ possible }) => !possible)).toBe(true);
    await db.prisma.source.update({ where: { id: bare }, data: { mode: "test", status: "archived" } });
    expect((await problemOf(pay(turned.id))).message).toContain("is archived");
    expect(await db.prisma.request.count({ where: { sourceId: { in: [live.slice(4), bare] } } })).toBe(0);
    expect((await getSession(operator, turned.id)).steps).toEqual([]);
  });

  it("takes one step of a session at a time, and frees it after one that could not be played", async () => {
    const session = await createSession(operator, { sourceId: await sourceOf("stripe", {}), amountMinor: 900, currency: "EUR" });
    const answers = await Promise.allSettled([pay(session.id), pay(session.id), pay(session.id)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getSession(operator, session.id)).steps).toHaveLength(1);
    const broken = publicId("source", (await door.addSource("adyen", { scheme: "standard", merchantAccounts: ["Shop"], captureMode: "automatic" }, "no key of Adyen")).id);
    const unplayable = await createSession(operator, { sourceId: broken, amountMinor: 900, currency: "EUR" });
    for (let time = 0; time < 2; time += 1) expect((await problemOf(pay(unplayable.id))).kind).toBe("unprocessable");
  });

  it("is for operators and for keys with its scope, stands in the audit, and tells nobody the key", async () => {
    const viewer = (await signedInPerson(db, "viewer")).actor;
    const sourceId = await sourceOf("gateway", {});
    const input = { sourceId, amountMinor: 900, currency: "EUR" };
    for (const actor of [viewer, apiKeyActor(["sources:write"])]) {
      expect((await problemOf(createSession(actor, input))).kind).toBe("forbidden");
      expect((await problemOf(listSessions(actor, { limit: 5 }))).kind).toBe("forbidden");
    }
    const { id } = await createSession(apiKeyActor(["sandbox:write"]), input);
    expect((await problemOf(getSession(viewer, id))).kind).toBe("forbidden");
    expect((await problemOf(paySession(viewer, id, { card: "approved", misbehave: null }))).kind).toBe("forbidden");
    await pay(id);
    const entries = await db.prisma.auditEntry.findMany({ where: { subjectId: id.slice(4) }, orderBy: { position: "asc" } });
    expect(entries.map(({ action }) => action)).toEqual(["sandbox.create", "sandbox.step"]);
    const told = JSON.stringify([entries.map(({ details }) => details), (await db.prisma.sandboxSession.findMany({ select: { payment: true } })).map(({ payment }) => payment)]);
    for (const secret of secrets) expect(told).not.toContain(secret);
    const made = await handle(createSandboxSessionRoute).POST(apiRequest("POST", "/sandbox/sessions", { headers: person.writeHeaders, body: input }), withParams());
    const { id: madeId } = z.object({ id: z.string() }).parse(await made.json());
    expect(made.status).toBe(201);
    const paid = await handle(paySandboxSessionRoute).POST(apiRequest("POST", `/sandbox/sessions/${madeId}/pay`, { headers: person.writeHeaders, body: { card: "approved", misbehave: "duplicate" } }), withParams({ id: madeId }));
    expect(await paid.json()).toMatchObject({ state: "captured", amounts: { captured: { amountMinor: 900 } } });
    expect((await problemOf(createSession(operator, { ...input, sourceId: "src_none" }))).errors).toMatchObject([{ path: "sourceId" }]);
    await db.prisma.sandboxSession.delete({ where: { id: madeId.slice(4) } });
    const [row] = (await listSessions(operator, { limit: 1 })).data;
    expect(row).toMatchObject({ id, state: "captured" });
    expect((await problemOf(getSession(operator, "sbx_none"))).kind).toBe("not_found");
  });
});
