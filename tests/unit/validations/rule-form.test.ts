import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { condition, type Condition, ruleSetBody } from "#lib/validations/rule-set-shape";
import { conditionSentence } from "#lib/validations/sentence";
import { ruleSetDifference } from "#lib/validations/rule-set-difference";
import { bodyOfCondition, bodyOfForm, formOfCondition, formOfRuleSet, moved } from "../../../components/validations/rule-form.ts";

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: fc.constantFrom("country" as const, "currency" as const), op: fc.constantFrom("eq" as const, "ne" as const), value: fc.constantFrom("NL", "DE") }),
  fc.record({ field: fc.constantFrom("country" as const), op: fc.constantFrom("in" as const, "notIn" as const), value: fc.uniqueArray(fc.constantFrom("NL", "DE", "BE"), { minLength: 1 }) }),
  fc.record({ field: fc.constantFrom("amount" as const, "hour" as const), op: fc.constantFrom("gt" as const, "lte" as const), value: fc.nat(20) }),
  fc.record({ velocity: fc.record({ measure: fc.constantFrom("count" as const, "sum" as const), per: fc.constantFrom("card" as const, "country" as const), withinSeconds: fc.integer({ min: 1, max: 100_000 }) }), op: fc.constant("gt" as const), value: fc.nat(100) }),
);
const { tree } = fc.letrec<{ readonly tree: Condition }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, leaf, fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }), fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }), fc.record({ not: tie("tree") })),
}));
const says = (one: Condition): string => conditionSentence(one, (id) => id);

describe("the form of a condition", () => {
  it("gives back what it was made of: whatever is opened and saved says the same", () => {
    fc.assert(
      fc.property(tree, (given) => {
        const again = condition.parse(bodyOfCondition(formOfCondition(given)));
        expect(says(again).replaceAll(/[()]/g, "")).toBe(says(given).replaceAll(/[()]/g, ""));
        expect(bodyOfCondition(formOfCondition(again))).toEqual(again);
      }),
    );
  });

  it("sends what is no number as it stands, so that the answer can name it", () => {
    const form = formOfCondition({ field: "amount", op: "gt", value: 5 });
    if (form.kind !== "field") throw new Error("a condition on a field has no such form");
    expect(bodyOfCondition({ ...form, text: "five" })).toEqual({ field: "amount", op: "gt", value: "five" });
    expect(bodyOfCondition({ ...form, text: " 10 000 " })).toEqual({ field: "amount", op: "gt", value: 10_000 });
  });
});

const body = (names: readonly string[]) => ruleSetBody.parse({ rules: names.map((name) => ({ name, when: { field: "country", op: "eq", value: "NL" }, then: { action: "approve" } })), default: { action: "approve" }, fallback: { action: "decline", description: "No" }, deadlineMs: 2500 });

describe("the difference between versions", () => {
  it("of a version and itself is nothing, and its form changes nothing", () => {
    const given = body(["a", "b"]);
    expect(ruleSetDifference(given, ruleSetBody.parse(bodyOfForm(formOfRuleSet(given))))).toEqual({ rules: [], closing: null, fallback: null, deadline: null });
  });

  it("calls the one rule moved that was, not those that gave way", () => {
    const { rules } = ruleSetDifference(body(["a", "b", "c", "d"]), body(["d", "a", "b", "c"]));
    expect(rules).toEqual([{ kind: "moved", name: "d", from: 4, to: 1 }]);
  });

  it("names what is new, gone and changed, wherever it stands", () => {
    const [before, after] = [body(["a", "b", "c"]), body(["a", "x", "c"])];
    const changed = { ...after, rules: after.rules.map((rule) => (rule.name === "c" ? { ...rule, then: { action: "handOver" as const, url: "https://shop.example/x" } } : rule)), deadlineMs: 3000 };
    const difference = ruleSetDifference(before, changed);
    expect(difference.rules.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["removed b", "added x", "changed c"]);
    expect(difference.deadline).toEqual({ before: 2500, after: 3000 });
  });
});

describe("a rule that is moved", () => {
  it("leaves all others in their order, and stays where it would fall off", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 8 }), fc.integer({ min: -1, max: 9 }), fc.integer({ min: -1, max: 9 }), (parts, from, to) => {
        const after = moved(parts, from, to);
        const part = parts[from];
        expect(after.filter((one) => one !== part)).toEqual(parts.filter((one) => one !== part));
        expect(after.toSorted((a, b) => a - b)).toEqual(parts.toSorted((a, b) => a - b));
        const isPossible = part !== undefined && to >= 0 && to < parts.length;
        expect(after.indexOf(part ?? -1)).toBe(isPossible ? to : part === undefined ? -1 : from);
      }),
    );
  });
});
