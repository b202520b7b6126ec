import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attempt } from "#lib/validations/attempt";
import { canonicalValue } from "#lib/validations/canonical-value";
import { ruleFaults } from "#lib/validations/condition-faults";
import type { Condition, Velocity } from "#lib/validations/condition-shape";
import { evaluate, holds, type Knowledge, velocitiesOf, velocityName } from "#lib/validations/evaluate";
import { ruleSetBody } from "#lib/validations/rule-set-shape";
import { conditionSentence, durationWords, ruleSentence, ruleSetSentences } from "#lib/validations/sentence";
import { arbitraryAttempt, arbitraryRule, arbitraryRules } from "../../support/arbitrary-rules.ts";
import { readRuleSentence } from "../../support/read-sentence.ts";

const attempt: Attempt = {
  amount: { amountMinor: 2599n, currency: "EUR", exponent: 2 }, currency: "EUR", country: "NL", paymentMethod: "credit card", cardBrand: "visa", bin: "411111", lastFour: "1111",
  card: "ab12", customer: "c1", emailDomain: "example.com", avsAlert: "0", verificationAlert: null, intent: "payment", variable1: "gold", variable2: null, variable3: null, hour: 9, orderId: "o-1",
};

const know = (velocities: Readonly<Record<string, bigint>> = {}, lists: Readonly<Record<string, readonly string[]>> = {}): Knowledge => ({
  velocity: (velocity: Velocity) => velocities[velocityName(velocity)] ?? null,
  isOnList: (listId, value) => lists[listId]?.includes(value) ?? false,
});

/** The same condition as its sentence says it: groups of one are what is in them, values stand in their canonical form. */
function simplified(condition: Condition): Condition {
  if ("all" in condition) return group(condition.all, (all) => ({ all }));
  if ("any" in condition) return group(condition.any, (any) => ({ any }));
  if ("not" in condition) return { not: simplified(condition.not) };
  if ("velocity" in condition || condition.op === "inList") return condition;
  const { field, value } = condition;
  const canonical = (one: string | number | bigint) => (typeof one === "string" ? canonicalValue(field, one) : one);
  return { ...condition, value: Array.isArray(value) ? value.map(canonical) : canonical(value) };
}

function group(parts: readonly Condition[], wrap: (parts: readonly Condition[]) => Condition): Condition {
  const [only, ...others] = parts.map(simplified);
  return only !== undefined && others.length === 0 ? only : wrap(parts.map(simplified));
}

describe("the rules of validations", () => {
  test("the sentence of a rule can be read back into the rule, and that rule decides every attempt like the stored one", () => {
    fc.assert(
      fc.property(arbitraryRule, arbitraryAttempt, fc.bigInt({ min: 0n, max: 20n }), (rule, payment, count) => {
        const read = readRuleSentence(ruleSentence(rule, (id) => id));
        expect(read).toEqual({ when: simplified(rule.when), then: rule.then });
        const knowledge: Knowledge = { velocity: ({ per }) => (payment[per] === null ? null : count), isOnList: (listId, value) => listId === "lst_one" && value !== "visa" };
        expect(holds(read.when, payment, knowledge)).toBe(holds(rule.when, payment, knowledge));
      }),
      { numRuns: 500 },
    );
  });

  test("the first rule that holds decides, and the default where none does", () => {
    fc.assert(
      fc.property(arbitraryRules, arbitraryAttempt, (body, payment) => {
        const knowledge = know();
        const verdict = evaluate(body, payment, knowledge);
        const first = body.rules.findIndex(({ when }) => holds(when, payment, knowledge));
        expect(verdict.index).toBe(first === -1 ? null : first);
        expect(verdict.action).toBe(first === -1 ? body.default : body.rules[first]?.then);
      }),
    );
  });

  test("a condition on what the attempt does not say is false, whatever it asks", () => {
    for (const op of ["eq", "ne", "in", "notIn"] as const) expect(holds({ field: "variable2", op, value: op === "in" || op === "notIn" ? ["x"] : "x" }, attempt, know())).toBe(false);
    expect(holds({ field: "amount", op: "lt", value: 1_000_000 }, { ...attempt, amount: null }, know())).toBe(false);
    expect(holds({ velocity: { measure: "count", per: "card", withinSeconds: 60 }, op: "lt", value: 100 }, { ...attempt, card: null }, know())).toBe(false);
  });

  test("amounts beyond the exact numbers of JavaScript are compared exactly", () => {
    const large = { ...attempt, amount: { amountMinor: 9_007_199_254_740_993n, currency: "EUR", exponent: 2 } };
    expect(holds({ field: "amount", op: "eq", value: 9_007_199_254_740_993n }, large, know())).toBe(true);
    expect(holds({ field: "amount", op: "gt", value: 9_007_199_254_740_992n }, large, know())).toBe(true);
    expect(holds({ field: "amount", op: "eq", value: 9_007_199_254_740_992n }, large, know())).toBe(false);
  });

  test("texts are compared in one form: case counts only where it may tell two things apart", () => {
    expect(holds({ field: "country", op: "eq", value: "nl" }, attempt, know())).toBe(true);
    expect(holds({ field: "emailDomain", op: "in", value: ["Example.COM"] }, attempt, know())).toBe(true);
    expect(holds({ field: "variable1", op: "eq", value: "Gold" }, attempt, know())).toBe(false);
    expect(holds({ field: "bin", op: "inList", value: "lst_1" }, attempt, know({}, { lst_1: ["411111"] }))).toBe(true);
  });

  test("conditions are looked at no further than needed, so that a rule which needs no velocity decides without it", () => {
    const deaf: Knowledge = { velocity: () => { throw new Error("velocity was asked for"); }, isOnList: () => false };
    const body = { rules: [{ name: "r", when: { any: [{ field: "currency", op: "eq", value: "EUR" }, { velocity: { measure: "count", per: "card", withinSeconds: 60 }, op: "gt", value: 1 }] } satisfies Condition, then: { action: "approve" } as const }], default: { action: "approve" } as const };
    expect(evaluate(body, attempt, deaf).rule).toBe("r");
    expect(velocitiesOf(body)).toEqual([{ measure: "count", per: "card", withinSeconds: 60 }]);
  });

  test("sentences read like a person's", () => {
    const when: Condition = { all: [{ field: "currency", op: "eq", value: "eur" }, { any: [{ field: "amount", op: "gt", value: 50_000 }, { velocity: { measure: "count", per: "card", withinSeconds: 600 }, op: "gt", value: 5 }] }, { not: { field: "country", op: "in", value: ["nl", "be"] } }] };
    expect(conditionSentence(when, (id) => id)).toBe(
      `the currency is "EUR" and (the amount in minor units is more than 50000 or the number of approved payments of this card within 10 minutes, this one included, is more than 5) and not (the customer's country is one of ("NL", "BE"))`,
    );
    expect(ruleSetSentences({ rules: [{ name: "Blocked", when: { field: "card", op: "inList", value: "lst_1" }, then: { action: "decline", status: 1, description: "Please use another card" } }], default: { action: "approve" } }, () => "Stolen cards")).toEqual([
      `If the card is on the list "Stolen cards", decline with status 1 and tell the customer "Please use another card".`,
      "Otherwise approve.",
    ]);
    expect([1, 60, 90, 3_600, 86_400, 172_800].map(durationWords)).toEqual(["1 second", "1 minute", "90 seconds", "1 hour", "1 day", "2 days"]);
  });

  test("operators and values that do not fit their field are refused, with the place of each", () => {
    const faultsOf = (when: Condition) => ruleFaults([{ name: "r", when }]).map(({ path }) => path.join("."));
    expect(faultsOf({ all: [{ field: "currency", op: "gt", value: "EUR" }] })).toEqual(["0.when.all.0.op"]);
    expect(faultsOf({ field: "amount", op: "eq", value: "12" })).toEqual(["0.when.value"]);
    expect(faultsOf({ field: "country", op: "in", value: "NL" })).toEqual(["0.when.value"]);
    expect(faultsOf({ field: "hour", op: "inList", value: "lst_1" })).toEqual(["0.when.op"]);
    expect(ruleFaults([{ name: "r", when: { field: "hour", op: "eq", value: 1 } }, { name: "r", when: { field: "hour", op: "eq", value: 2 } }])).toHaveLength(1);
    let deep: Condition = { field: "hour", op: "eq", value: 1 };
    for (let depth = 0; depth < 8; depth += 1) deep = { not: deep };
    expect(faultsOf(deep)).toHaveLength(1);
    const body = { rules: [{ name: "r", when: { field: "currency", op: "gt", value: "EUR" }, then: { action: "approve" } }], default: { action: "approve" }, fallback: { action: "approve" }, deadlineMs: 2_500 };
    expect(ruleSetBody.safeParse(body).error?.issues.map(({ path }) => path.join("."))).toEqual(["rules.0.when.op"]);
  });
});
