import type { Condition, RuleSetBody } from "./rule-set-shape.ts";
import { readValue } from "./written-value.ts";

/** The same rules with every text in its field's own form (`nl` is `NL`), so that what people write is what is compared. What cannot be brought into it stays, and is refused with its path. */
export function canonicalRuleSet(body: RuleSetBody): RuleSetBody {
  return { ...body, rules: body.rules.map((rule) => ({ ...rule, when: canonicalCondition(rule.when) })) };
}

function canonicalCondition(condition: Condition): Condition {
  if ("all" in condition) return { all: condition.all.map(canonicalCondition) };
  if ("any" in condition) return { any: condition.any.map(canonicalCondition) };
  if ("not" in condition) return { not: canonicalCondition(condition.not) };
  if ("velocity" in condition || condition.op === "inList") return condition;
  const { field, value } = condition;
  const one = <Value extends string | number | bigint>(given: Value): Value | string => {
    if (typeof given !== "string") return given;
    const canonical = readValue(field, given);
    return canonical.ok ? canonical.value : given;
  };
  return { ...condition, value: Array.isArray(value) ? [...new Set(value.map(one))] : one(value) };
}
