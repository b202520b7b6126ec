import type { Condition, ConditionField, ConditionOperator, Rule, RuleAction, RuleSetBody, Velocity } from "#lib/validations/rule-set-shape";
import { isNumberField } from "#lib/validations/rule-set-shape";
import { durationUnits } from "#lib/validations/sentence";

/** A condition while it is written: values are texts as they stand in their fields. `not` turns it around. */
export type FormCondition = FormGroup | FormField | FormVelocity;

interface FormPart {
  readonly key: number;
  readonly not: boolean;
}

export interface FormGroup extends FormPart {
  readonly kind: "all" | "any";
  readonly parts: readonly FormCondition[];
}

export interface FormField extends FormPart {
  readonly kind: "field";
  readonly field: ConditionField;
  readonly op: ConditionOperator;
  readonly text: string;
}

export interface FormVelocity extends FormPart {
  readonly kind: "velocity";
  readonly measure: Velocity["measure"];
  readonly per: Velocity["per"];
  readonly within: string;
  readonly unitSeconds: number;
  readonly op: ConditionOperator;
  readonly text: string;
}

export interface FormAction {
  readonly action: RuleAction["action"];
  readonly status: string;
  readonly description: string;
  readonly url: string;
}

export interface FormRule {
  readonly key: number;
  readonly name: string;
  readonly when: FormCondition;
  readonly then: FormAction;
}

export interface RuleSetForm {
  readonly rules: readonly FormRule[];
  readonly closing: FormAction;
  readonly fallback: FormAction;
  readonly deadlineMs: string;
}

let lastKey = 0;
/** Tells parts of a form apart while they are moved and removed. */
function newKey(): number {
  lastKey += 1;
  return lastKey;
}

export function formOfRuleSet(body: RuleSetBody): RuleSetForm {
  return { rules: body.rules.map(formOfRule), closing: formOfAction(body.default), fallback: formOfAction(body.fallback), deadlineMs: String(body.deadlineMs) };
}

function formOfRule({ name, when, then }: Rule): FormRule {
  return { key: newKey(), name, when: formOfCondition(when), then: formOfAction(then) };
}

export function formOfCondition(condition: Condition): FormCondition {
  const key = newKey();
  if ("not" in condition) {
    const inner = formOfCondition(condition.not);
    // Turned around twice: the outer one becomes a group of one, so that both can be seen.
    return inner.not ? { key, not: true, kind: "all", parts: [inner] } : { ...inner, not: true };
  }
  if ("all" in condition) return { key, not: false, kind: "all", parts: condition.all.map(formOfCondition) };
  if ("any" in condition) return { key, not: false, kind: "any", parts: condition.any.map(formOfCondition) };
  if ("velocity" in condition) {
    const { measure, per, withinSeconds } = condition.velocity;
    const unit = durationUnits.find(({ seconds }) => withinSeconds % seconds === 0)?.seconds ?? 1;
    return { key, not: false, kind: "velocity", measure, per, within: String(withinSeconds / unit), unitSeconds: unit, op: condition.op, text: String(condition.value) };
  }
  const { field, op, value } = condition;
  return { key, not: false, kind: "field", field, op, text: Array.isArray(value) ? value.join(", ") : String(value) };
}

function formOfAction(action: RuleAction): FormAction {
  return {
    action: action.action,
    status: action.action === "decline" ? String(action.status) : "1",
    description: action.action === "decline" ? action.description : "",
    url: action.action === "handOver" ? action.url : "",
  };
}

/** What the form says, to be sent: what is no number stays a text, so that the answer names its field. */
export function bodyOfForm({ rules, closing, fallback, deadlineMs }: RuleSetForm) {
  return { rules: rules.map(({ name, when, then }) => ({ name, when: bodyOfCondition(when), then: bodyOfAction(then) })), default: bodyOfAction(closing), fallback: bodyOfAction(fallback), deadlineMs: numberOrText(deadlineMs) };
}

export function bodyOfCondition(condition: FormCondition): unknown {
  const plain = plainCondition(condition);
  return condition.not ? { not: plain } : plain;
}

function plainCondition(condition: FormCondition): unknown {
  if ("parts" in condition) return { [condition.kind]: condition.parts.map(bodyOfCondition) };
  if (condition.kind === "velocity") {
    const { measure, per, within, unitSeconds, op, text } = condition;
    const count = numberOrText(within);
    return { velocity: { measure, per, withinSeconds: typeof count === "number" ? count * unitSeconds : count }, op, value: numberOrText(text) };
  }
  const { field, op, text } = condition;
  const one = (part: string): string | number => (isNumberField(field) ? numberOrText(part) : part.trim());
  return { field, op, value: op === "in" || op === "notIn" ? partsOf(text).map(one) : one(text) };
}

function bodyOfAction({ action, status, description, url }: FormAction) {
  if (action === "approve") return { action };
  return action === "decline" ? { action, status: numberOrText(status), description: description.trim() } : { action, url: url.trim() };
}

function partsOf(text: string): readonly string[] {
  return text.split(/[,;\n]/).map((part) => part.trim()).filter((part) => part !== "");
}

function numberOrText(text: string): number | string {
  const trimmed = text.trim().replaceAll(/[\s\u202f]/g, "");
  return /^-?[0-9]{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

export function newCondition(): FormCondition {
  return { key: newKey(), not: false, kind: "field", field: "country", op: "eq", text: "" };
}

export function newVelocity(): FormCondition {
  return { key: newKey(), not: false, kind: "velocity", measure: "count", per: "card", within: "10", unitSeconds: 60, op: "gt", text: "5" };
}

export function newGroup(kind: "all" | "any"): FormCondition {
  return { key: newKey(), not: false, kind, parts: [newCondition()] };
}

/** A rule that nobody has filled in, under a name that is free. */
export function newRule(names: readonly string[]): FormRule {
  let count = names.length + 1;
  while (names.includes(`Rule ${String(count)}`)) count += 1;
  return { key: newKey(), name: `Rule ${String(count)}`, when: { key: newKey(), not: false, kind: "all", parts: [newCondition()] }, then: { action: "decline", status: "1", description: "", url: "" } };
}

/** The operators that fit a field. */
export function operatorsOf(field: ConditionField, hasLists: boolean): readonly ConditionOperator[] {
  if (isNumberField(field)) return ["eq", "ne", "gt", "gte", "lt", "lte", "in", "notIn"];
  // Nobody writes the keyed hash of a card.
  if (field === "card") return ["inList"];
  return hasLists ? ["eq", "ne", "in", "notIn", "inList"] : ["eq", "ne", "in", "notIn"];
}

/** The same parts with one of them a step further up or down. */
export function moved<Part>(parts: readonly Part[], from: number, to: number): readonly Part[] {
  const part = parts[from];
  if (part === undefined || to < 0 || to >= parts.length) return parts;
  const others = parts.filter((_, at) => at !== from);
  return [...others.slice(0, to), part, ...others.slice(to)];
}
