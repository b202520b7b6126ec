import type { FieldError } from "#lib/platform/problem";
import type { Condition, ConditionField, FieldCondition, RuleAction, RuleSetBody, VelocityCondition } from "./rule-set-shape.ts";
import { customerTextProblem } from "./customer-text.ts";
import { readValue } from "./written-value.ts";

/** The lists that there are: what they are called, and which field their values are of. By public id. */
export type KnownLists = ReadonlyMap<string, { readonly field: string; readonly name: string }>;

/** What of a rule set has the right form and still means nothing: lists that do not exist, values that no attempt can have; each with its path. */
export function ruleSetProblems(body: RuleSetBody, lists: KnownLists): readonly FieldError[] {
  return [...body.rules.flatMap(({ when }, at) => conditionProblems(when, `rules.${String(at)}.when`, lists)), ...textProblems(body)];
}

function textProblems(body: RuleSetBody): readonly FieldError[] {
  return [...actionsOf(body), ["fallback", body.fallback] as const].flatMap(([path, action]) => {
    const message = action.action === "decline" ? customerTextProblem(action.description) : null;
    return message === null ? [] : [{ path: `${path}.description`, message }];
  });
}

function actionsOf(body: RuleSetBody): readonly (readonly [string, RuleAction])[] {
  return [...body.rules.map(({ then }, at) => [`rules.${String(at)}.then`, then] as const), ["default", body.default]];
}

/** The URLs that a set hands over to, with the path of each. */
export function handOverUrls(body: RuleSetBody): readonly { readonly path: string; readonly url: string }[] {
  return actionsOf(body).flatMap(([path, action]) => (action.action === "handOver" ? [{ path: `${path}.url`, url: action.url }] : []));
}

function conditionProblems(condition: Condition, path: string, lists: KnownLists): readonly FieldError[] {
  if ("all" in condition) return condition.all.flatMap((part, at) => conditionProblems(part, `${path}.all.${String(at)}`, lists));
  if ("any" in condition) return condition.any.flatMap((part, at) => conditionProblems(part, `${path}.any.${String(at)}`, lists));
  if ("not" in condition) return conditionProblems(condition.not, `${path}.not`, lists);
  if ("velocity" in condition) return velocityProblems(condition, path);
  return fieldProblems(condition, path, lists);
}

function velocityProblems({ velocity, value }: VelocityCondition, path: string): readonly FieldError[] {
  if (value < 0) return [{ path: `${path}.value`, message: "must not be below 0" }];
  if (velocity.measure === "count" && value > 1_000_000) return [{ path: `${path}.value`, message: "must not be above 1000000" }];
  return [];
}

function fieldProblems(condition: FieldCondition, path: string, lists: KnownLists): readonly FieldError[] {
  const { field, op, value } = condition;
  if (op === "inList") return listProblems(condition, path, lists);
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one, at) => {
    const message = typeof one === "string" ? textProblem(field, one) : numberProblem(field, one);
    return message === null ? [] : [{ path: Array.isArray(value) ? `${path}.value.${String(at)}` : `${path}.value`, message }];
  });
}

function listProblems({ field, value }: FieldCondition, path: string, lists: KnownLists): readonly FieldError[] {
  const list = typeof value === "string" ? lists.get(value) : undefined;
  if (list === undefined) return [{ path: `${path}.value`, message: "must be the id of a list that exists: GET /validation-lists has them" }];
  return list.field === field ? [] : [{ path: `${path}.value`, message: `is the list “${list.name}”, which holds values of ${list.field}, not of ${field}` }];
}

function numberProblem(field: ConditionField, value: number | bigint): string | null {
  if (value < 0) return "must not be below 0";
  return field === "hour" && value > 23 ? "must be an hour from 0 to 23" : null;
}

function textProblem(field: ConditionField, value: string): string | null {
  const reading = readValue(field, value);
  return reading.ok ? null : reading.message;
}
