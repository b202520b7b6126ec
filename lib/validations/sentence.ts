import { canonicalValue } from "./canonical-value.ts";
import type { Condition, ConditionField, ConditionOperator, FieldCondition, VelocityCondition, VelocityKey } from "./condition-shape.ts";
import type { Fallback, Rule, RuleAction, RuleSetBody } from "./rule-set-shape.ts";

/** The name of a list, by the public id that rules hold. */
export type ListName = (listId: string) => string;

export const fieldWords: Readonly<Record<ConditionField, string>> = {
  amount: "the amount in minor units",
  hour: "the hour of the day",
  currency: "the currency",
  country: "the customer's country",
  paymentMethod: "the payment method",
  cardBrand: "the card's brand",
  bin: "the card's first six digits",
  lastFour: "the card's last four digits",
  card: "the card",
  customer: "the customer",
  emailDomain: "the email's domain",
  avsAlert: "the AVS alert",
  verificationAlert: "the verification alert",
  intent: "the session's intent",
  variable1: "variable 1",
  variable2: "variable 2",
  variable3: "variable 3",
};

export const operatorWords: Readonly<Record<ConditionOperator, string>> = {
  eq: "is",
  ne: "is not",
  in: "is one of",
  notIn: "is none of",
  gt: "is more than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  inList: "is on the list",
};

export const keyWords: Readonly<Record<VelocityKey, string>> = { customer: "this customer", card: "this card", country: "this country" };

/** A rule as people read it. No two rules that decide differently share a sentence: it can be read back. */
export function ruleSentence({ when, then }: Pick<Rule, "when" | "then">, listName: ListName): string {
  return `If ${conditionSentence(when, listName)}, ${actionSentence(then)}.`;
}

export function defaultSentence(action: RuleAction): string {
  return `Otherwise ${actionSentence(action)}.`;
}

export function fallbackSentence(fallback: Fallback): string {
  return `Where no decision can be made in time, ${actionSentence(fallback)}.`;
}

/** All rules in their order, the default last. */
export function ruleSetSentences(body: Pick<RuleSetBody, "rules" | "default">, listName: ListName): string[] {
  return [...body.rules.map((rule) => ruleSentence(rule, listName)), defaultSentence(body.default)];
}

/** Groups within groups stand in parentheses; a group of one is what is in it. */
export function conditionSentence(condition: Condition, listName: ListName): string {
  if ("all" in condition) return groupSentence(condition.all, " and ", listName);
  if ("any" in condition) return groupSentence(condition.any, " or ", listName);
  if ("not" in condition) return `not (${conditionSentence(condition.not, listName)})`;
  return "velocity" in condition ? velocitySentence(condition) : fieldSentence(condition, listName);
}

function groupSentence(parts: readonly Condition[], joint: string, listName: ListName): string {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return conditionSentence(only, listName);
  return parts.map((part) => (isGroup(part) ? `(${conditionSentence(part, listName)})` : conditionSentence(part, listName))).join(joint);
}

/** Whether its sentence would mix with its neighbours' without parentheses. */
function isGroup(condition: Condition): boolean {
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : [];
  const [only, ...others] = parts;
  return only !== undefined && (others.length > 0 || isGroup(only));
}

function fieldSentence({ field, op, value }: FieldCondition, listName: ListName): string {
  const start = `${fieldWords[field]} ${operatorWords[op]}`;
  if (op === "inList") return `${start} ${quoted(listName(String(value)))}`;
  return Array.isArray(value) ? `${start} (${value.map((one) => shown(field, one)).join(", ")})` : `${start} ${shown(field, value)}`;
}

function shown(field: ConditionField, value: string | number | bigint): string {
  return typeof value === "string" ? quoted(canonicalValue(field, value)) : value.toString();
}

/** As JSON writes it, so that what is in a text cannot be taken for the sentence around it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function velocitySentence({ velocity: { measure, per, withinSeconds }, op, value }: VelocityCondition): string {
  const what = measure === "count" ? "the number of approved payments" : "the sum of approved payments, in this payment's currency and in minor units,";
  return `${what} of ${keyWords[per]} within ${durationWords(withinSeconds)}, this one included, ${operatorWords[op]} ${value.toString()}`;
}

export const durationUnits = [
  { seconds: 86_400, one: "day", many: "days" },
  { seconds: 3_600, one: "hour", many: "hours" },
  { seconds: 60, one: "minute", many: "minutes" },
  { seconds: 1, one: "second", many: "seconds" },
] as const;

/** In the largest unit that holds it without a rest: "10 minutes", "90 seconds". */
export function durationWords(totalSeconds: number): string {
  const unit = durationUnits.find(({ seconds }) => totalSeconds % seconds === 0) ?? durationUnits[3];
  const count = totalSeconds / unit.seconds;
  return `${String(count)} ${count === 1 ? unit.one : unit.many}`;
}

export function actionSentence(action: RuleAction | Fallback): string {
  switch (action.action) {
    case "approve":
      return "approve";
    case "decline":
      return `decline with status ${String(action.status)} and tell the customer ${quoted(action.description)}`;
    case "handOver":
      return `ask ${quoted(action.url)}`;
  }
}
