import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { publicId } from "#lib/platform/ids";
import { activateRuleSet } from "#lib/validations/activate-rule-set";
import { createRuleSet } from "#lib/validations/create-rule-set";
import { dryRun } from "#lib/validations/dry-run";
import { getValidation, listValidations, unmaskValidation } from "#lib/validations/read-validations";
import type { Condition, Rule, RuleSetBody } from "#lib/validations/rule-set-shape";
import { validationsQuery } from "#lib/validations/validation-queries";
import { validationStats } from "#lib/validations/validation-stats";
import { signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { type AttemptToSend, type TestValidator, testValidator, validationBody, verifiedAnswer } from "#tests/support/validating";

let db: TestDatabase;
let live: TestValidator;
let operator: UserActor;
let viewer: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  live = await testValidator(db);
  operator = (await signedInPerson(db, "operator")).actor;
  viewer = (await signedInPerson(db, "viewer")).actor;
});
afterAll(async () => {
  await live.close();
  await db.close();
});

const no = (description: string) => ({ action: "decline", status: 1, description }) as const;
const query = (more: Readonly<Record<string, string>>) => validationsQuery.parse({ limit: "200", ...more });

/** A source whose rules decided on these attempts, one after the other. */
async function decided(body: Partial<RuleSetBody>, attempts: readonly AttemptToSend[]): Promise<{ readonly sourceId: string; readonly ruleSetId: string; readonly token: string }> {
  const { id, token } = await live.addSource();
  const ruleSetId = publicId("ruleSet", await live.activate(id, body));
  for (const attempt of attempts) verifiedAnswer(await live.send(token, validationBody(attempt)));
  return { sourceId: publicId("source", id), ruleSetId, token };
}

const attempt: fc.Arbitrary<AttemptToSend> = fc.record({ amount: fc.constantFrom(100, 2599, 5000), country: fc.constantFrom("GB", "NL", null), currency: fc.constantFrom("EUR", "USD"), cardNumber: fc.constantFrom("411111******1111", "555555******4444"), customer: fc.constantFrom("a".repeat(32), "b".repeat(32)) });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: fc.constantFrom("country" as const), op: fc.constantFrom("eq" as const, "ne" as const), value: fc.constantFrom("NL", "GB") }),
  fc.record({ field: fc.constant("amount" as const), op: fc.constantFrom("gt" as const, "lte" as const), value: fc.constantFrom(100, 2600) }),
  fc.record({ velocity: fc.record({ measure: fc.constantFrom("count" as const, "sum" as const), per: fc.constantFrom("customer" as const, "card" as const, "country" as const), withinSeconds: fc.constantFrom(60, 86_400) }), op: fc.constantFrom("gt" as const, "lte" as const), value: fc.constantFrom(2, 4, 6000) }),
);
const when: fc.Arbitrary<Condition> = fc.oneof(leaf, fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }) }), fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 2 }) }), fc.record({ not: leaf }));
const rules: fc.Arbitrary<Rule[]> = fc.array(fc.record({ when, isApproval: fc.boolean() }), { minLength: 1, maxLength: 4 }).map((drawn) => drawn.map(({ when: condition, isApproval }, at) => ({ name: `Rule ${String(at)}`, when: condition, then: isApproval ? { action: "approve" } : no("No") })));

describe("a dry run", () => {
  it("says of the same attempts by the same rules what was said live, whatever the rules and attempts", async () => {
    await fc.assert(
      fc.asyncProperty(rules, fc.array(attempt, { minLength: 3, maxLength: 12 }), async (drawn, attempts) => {
        const { sourceId, ruleSetId } = await decided({ rules: drawn }, attempts);
        const again = await dryRun(operator, { sourceId, ruleSetId, rows: "all", limit: 200 });
        expect(again).toMatchObject({ attempts: attempts.length, complete: true, newlyDeclined: 0, newlyApproved: 0, unknown: 0 });
        expect(again.rows.map(({ would }) => ({ action: would.action, rule: would.rule }))).toEqual(again.rows.map(({ recorded }) => recorded));
        const { data } = await listValidations(operator, query({ sourceId }));
        expect(again.rows.map(({ validationId, recorded }) => ({ id: validationId, ...recorded }))).toEqual(data.map(({ id, action, rule }) => ({ id, action, rule })));
      }),
      { numRuns: 12 },
    );
  });

  it("counts velocity anew by what it approves itself, and tells the rows that differ, newest first", async () => {
    const attempts = Array.from({ length: 6 }, (_, at) => ({ amount: 1000 + at }));
    const { sourceId } = await decided({}, attempts);
    const ruleSet = { rules: [{ name: "Two a day", when: { velocity: { measure: "count", per: "card", withinSeconds: 86_400 }, op: "gt", value: 2 }, then: no("Enough") }], default: { action: "approve" }, fallback: no("Later"), deadlineMs: 2500 };
    const run = await dryRun(operator, { sourceId, ruleSet });
    expect(run).toMatchObject({ attempts: 6, recorded: { approve: 6, decline: 0 }, would: { approve: 2, decline: 4, handOver: 0 }, newlyDeclined: 4, newlyApproved: 0, byRule: [{ rule: "Two a day", action: "decline", count: 4 }, { rule: null, action: "approve", count: 2 }] });
    expect(run.rows.map(({ amount, would }) => [Number(amount?.amountMinor), would.rule, would.description])).toEqual([1005, 1004, 1003, 1002].map((amount) => [amount, "Two a day", "Enough"]));
    // Of the latest two alone, those before them went through as they did live, and count.
    expect(await dryRun(operator, { sourceId, ruleSet, last: 2, rows: "all" })).toMatchObject({ attempts: 2, would: { decline: 2 } });
    expect(await dryRun(operator, { sourceId, ruleSet, to: new Date(Date.now() - 3_600_000).toISOString() })).toMatchObject({ attempts: 0, rows: [] });
  });

  it("does not ask the merchant's own URL, and says that nobody knows its answer", async () => {
    const { sourceId } = await decided({}, [{ amount: 1 }, { amount: 2 }]);
    const run = await dryRun(operator, { sourceId, ruleSet: { rules: [], default: { action: "handOver", url: "https://shop.example/ask" }, fallback: no("Later"), deadlineMs: 2500 } });
    expect(run).toMatchObject({ attempts: 2, unknown: 2, would: { handOver: 2 }, rows: [] });
  });

  it("is for operators, of one source's rules at a time, and names what is wrong with rules that are saved nowhere", async () => {
    const [one, other] = [await decided({}, []), await decided({}, [])];
    expect((await problemOf(dryRun(viewer, { sourceId: one.sourceId, ruleSetId: one.ruleSetId }))).status).toBe(403);
    expect((await problemOf(dryRun(operator, { sourceId: one.sourceId, ruleSetId: other.ruleSetId }))).errors[0]?.path).toBe("ruleSetId");
    expect((await problemOf(dryRun(operator, { sourceId: one.sourceId }))).errors[0]?.path).toBe("ruleSet");
    const bad = { rules: [{ name: "A", when: { field: "country", op: "eq", value: "Nowhere" }, then: { action: "approve" } }], default: { action: "approve" }, fallback: no("Later"), deadlineMs: 2500 };
    expect((await problemOf(dryRun(operator, { sourceId: one.sourceId, ruleSet: bad }))).errors[0]?.path).toBe("ruleSet.rules.0.when.value");
  });
});

describe("decisions", () => {
  it("are listed by filter with their rule, page by page, and summed in figures", async () => {
    const { sourceId } = await decided({ rules: [{ name: "Not NL", when: { field: "country", op: "eq", value: "NL" }, then: no("Not from here") }] }, [{ country: "NL" }, { country: "GB" }, { country: "NL" }, { country: "DE" }]);
    const declined = await listValidations(viewer, query({ sourceId, action: "decline" }));
    expect(declined.data.map(({ rule, answer, version }) => ({ rule, answer, isVersion: version !== null }))).toEqual(Array.from({ length: 2 }, () => ({ rule: "Not NL", answer: { status: 1, description: "Not from here" }, isVersion: true })));
    const first = await listValidations(viewer, validationsQuery.parse({ sourceId, limit: "3" }));
    const rest = await listValidations(viewer, validationsQuery.parse({ sourceId, limit: "3", cursor: first.nextCursor ?? "" }));
    expect([first.data.length, rest.data.length, rest.nextCursor]).toEqual([3, 1, null]);
    expect((await listValidations(viewer, query({ sourceId, rule: "Another" }))).data).toEqual([]);
    const stats = await validationStats(viewer, { sourceId: sourceId.slice(4) });
    expect(stats).toMatchObject({ total: 4, approved: 2, declined: 2, approveRate: 0.5, fallbacks: 0, byRule: [{ rule: "Not NL", action: "decline", count: 2 }, { rule: null, action: "approve", count: 2 }] });
    expect(stats.p99Ms).not.toBeNull();
  });

  it("mask what is personal until somebody who may asks for it, which the audit says", async () => {
    const { sourceId } = await decided({}, [{ variable1: "ada@example.com" }]);
    const [row] = (await listValidations(viewer, query({ sourceId }))).data;
    const id = row?.id ?? "";
    expect(JSON.stringify(await getValidation(operator, id))).not.toContain("ada@example.com");
    expect((await problemOf(unmaskValidation(viewer, { id }))).status).toBe(403);
    expect((await unmaskValidation(operator, { id })).input["variable1"]).toBe("ada@example.com");
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "validation.unmask", subjectId: id.slice(4) });
  });

  it("follow a version that was drafted and activated through the API", async () => {
    const { sourceId, token } = await decided({}, []);
    const draft = await createRuleSet(operator, { sourceId, rules: [{ name: "No GB", when: { field: "country", op: "eq", value: "gb" }, then: { action: "decline", description: "Not today" } }] });
    const admin = (await signedInPerson(db, "admin")).actor;
    await activateRuleSet({ ...admin, steppedUpAtMs: Date.now() }, draft.id, { updatedAt: draft.updatedAt });
    await expect.poll(async () => verifiedAnswer(await live.send(token, validationBody({ country: "GB" }))), { timeout: 10_000 }).toEqual({ status: 1, description: "Not today" });
  });
});
