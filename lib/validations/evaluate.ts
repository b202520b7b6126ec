import type { Attempt } from "./attempt.ts";
import { canonicalValue } from "./canonical-value.ts";
import type { Condition, ConditionField, FieldCondition, Velocity, VelocityCondition } from "./condition-shape.ts";
import type { Rule, RuleAction, RuleSetBody } from "./rule-set-shape.ts";

/** What evaluation asks of the world: nothing else may count. */
export interface Knowledge {
  /** The attempts approved within the window and this one; `null` where the attempt has no such key, or no amount to sum. */
  readonly velocity: (velocity: Velocity) => bigint | null;
  /** Whether a list holds this value, in its canonical form. */
  readonly isOnList: (listId: string, value: string) => boolean;
}

/** What a set says of an attempt. `index` and `rule` are of the rule that decided; `null`: none did, the default speaks. */
export interface Verdict {
  readonly index: number | null;
  readonly rule: string | null;
  readonly action: RuleAction;
}

/** The first rule that holds decides. Conditions are looked at from left to right, and no further than needed. */
export function evaluate(body: Pick<RuleSetBody, "rules" | "default">, attempt: Attempt, knowledge: Knowledge): Verdict {
  for (const [index, { name, when, then }] of body.rules.entries()) {
    if (holds(when, attempt, knowledge)) return { index, rule: name, action: then };
  }
  return { index: null, rule: null, action: body.default };
}

/** Whether a condition is true of an attempt. One on something that the attempt does not say is false. */
export function holds(condition: Condition, attempt: Attempt, knowledge: Knowledge): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, attempt, knowledge));
  if ("any" in condition) return condition.any.some((part) => holds(part, attempt, knowledge));
  if ("not" in condition) return !holds(condition.not, attempt, knowledge);
  return "velocity" in condition ? holdsVelocity(condition, knowledge) : holdsField(condition, attempt, knowledge);
}

function holdsVelocity({ velocity, op, value }: VelocityCondition, knowledge: Knowledge): boolean {
  const found = knowledge.velocity(velocity);
  return found !== null && compare(found, op, BigInt(value));
}

function holdsField({ field, op, value }: FieldCondition, attempt: Attempt, knowledge: Knowledge): boolean {
  const found = valueOf(field, attempt);
  if (found === null) return false;
  if (op === "inList") return typeof value === "string" && knowledge.isOnList(value, String(found));
  if (op === "in") return asList(value).some((one) => isEqual(field, found, one));
  if (op === "notIn") return !asList(value).some((one) => isEqual(field, found, one));
  if (Array.isArray(value)) return false;
  if (op === "eq") return isEqual(field, found, value);
  if (op === "ne") return !isEqual(field, found, value);
  return typeof found === "bigint" && typeof value !== "string" && compare(found, op, BigInt(value));
}

type Scalar = string | number | bigint;

function asList(value: FieldCondition["value"]): readonly Scalar[] {
  return Array.isArray(value) ? value : [value];
}

function isEqual(field: ConditionField, found: string | bigint, value: Scalar): boolean {
  if (typeof found === "bigint") return typeof value !== "string" && found === BigInt(value);
  return typeof value === "string" && found === canonicalValue(field, value);
}

function compare(found: bigint, op: VelocityCondition["op"], value: bigint): boolean {
  switch (op) {
    case "eq":
      return found === value;
    case "ne":
      return found !== value;
    case "gt":
      return found > value;
    case "gte":
      return found >= value;
    case "lt":
      return found < value;
    case "lte":
      return found <= value;
  }
}

/** What an attempt says of a field: numbers as bigint, texts in their canonical form. */
export function valueOf(field: ConditionField, attempt: Attempt): string | bigint | null {
  if (field === "amount") return attempt.amount?.amountMinor ?? null;
  if (field === "hour") return BigInt(attempt.hour);
  return attempt[field];
}

/** Every condition of a set that is no group, in the order in which it is written. */
export function* conditionsOf(rules: readonly Rule[]): Generator<FieldCondition | VelocityCondition> {
  for (const { when } of rules) yield* leavesOf(when);
}

function* leavesOf(condition: Condition): Generator<FieldCondition | VelocityCondition> {
  if ("all" in condition) for (const part of condition.all) yield* leavesOf(part);
  else if ("any" in condition) for (const part of condition.any) yield* leavesOf(part);
  else if ("not" in condition) yield* leavesOf(condition.not);
  else yield condition;
}

/** The velocities that a set asks for, each once. */
export function velocitiesOf({ rules }: Pick<RuleSetBody, "rules">): readonly Velocity[] {
  const found = new Map<string, Velocity>();
  for (const leaf of conditionsOf(rules)) if ("velocity" in leaf) found.set(velocityName(leaf.velocity), leaf.velocity);
  return [...found.values()];
}

/** One text for each different velocity. */
export function velocityName({ measure, per, withinSeconds }: Velocity): string {
  return `${measure} ${per} ${String(withinSeconds)}`;
}

/** The lists that a set refers to, by their public ids. */
export function listsOf({ rules }: Pick<RuleSetBody, "rules">): ReadonlySet<string> {
  const found = new Set<string>();
  for (const leaf of conditionsOf(rules)) if ("field" in leaf && leaf.op === "inList" && typeof leaf.value === "string") found.add(leaf.value);
  return found;
}
