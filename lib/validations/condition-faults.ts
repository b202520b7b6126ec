import { type Condition, type FieldCondition, isNumberField, limits, listFields } from "./condition-shape.ts";

export interface ConditionFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with rules although their shape is right: operators and values that do not fit their field, too much of it. */
export function ruleFaults(rules: readonly { readonly name: string; readonly when: Condition }[]): ConditionFault[] {
  const names = new Set<string>();
  return rules.flatMap(({ name, when }, index) => {
    const faults = conditionFaults(when, [index, "when"]);
    if (names.has(name)) faults.push({ path: [index, "name"], message: "is the name of another rule of this set: decisions are told apart by it" });
    names.add(name);
    return faults;
  });
}

function conditionFaults(condition: Condition, path: readonly (string | number)[]): ConditionFault[] {
  const faults: ConditionFault[] = [];
  let leaves = 0;
  const walk = (part: Condition, at: readonly (string | number)[], depth: number): void => {
    if (depth > limits.depth) {
      faults.push({ path: at, message: `lies more than ${String(limits.depth)} groups deep` });
      return;
    }
    if ("all" in part) for (const [index, inner] of part.all.entries()) walk(inner, [...at, "all", index], depth + 1);
    else if ("any" in part) for (const [index, inner] of part.any.entries()) walk(inner, [...at, "any", index], depth + 1);
    else if ("not" in part) walk(part.not, [...at, "not"], depth + 1);
    else {
      leaves += 1;
      if ("field" in part) faults.push(...fieldFaults(part).map((fault) => ({ ...fault, path: [...at, ...fault.path] })));
    }
  };
  walk(condition, path, 0);
  if (leaves > limits.conditionsOfRule) faults.push({ path, message: `has more than ${String(limits.conditionsOfRule)} conditions` });
  return faults;
}

function fieldFaults({ field, op, value }: FieldCondition): ConditionFault[] {
  if (op === "inList") {
    if (!listFields.some((name) => name === field)) return [{ path: ["op"], message: `lists do not hold values of ${field}` }];
    return typeof value === "string" ? [] : [{ path: ["value"], message: "must be the id of a list" }];
  }
  const isList = op === "in" || op === "notIn";
  if (Array.isArray(value) !== isList) return [{ path: ["value"], message: isList ? "must be a list of values" : "must be one value" }];
  const values = Array.isArray(value) ? value : [value];
  const wanted = isNumberField(field) ? "number" : "text";
  if (wanted === "text" && !isList && op !== "eq" && op !== "ne") return [{ path: ["op"], message: `${field} is a text: it is or is not something, and is neither more nor less` }];
  if (values.some((one) => (typeof one === "string") === (wanted === "number"))) return [{ path: ["value"], message: `must be a ${wanted}, since ${field} is one` }];
  return [];
}
