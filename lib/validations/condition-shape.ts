import { z } from "zod";

/** What a rule may look at (`attempt.ts` says their forms). */
export const textFields = ["currency", "country", "paymentMethod", "cardBrand", "bin", "lastFour", "card", "customer", "emailDomain", "avsAlert", "verificationAlert", "intent", "variable1", "variable2", "variable3"] as const;
export const numberFields = ["amount", "hour"] as const;
export const conditionFields = [...numberFields, ...textFields] as const;
export type ConditionField = (typeof conditionFields)[number];

export function isNumberField(field: ConditionField): boolean {
  return numberFields.some((name) => name === field);
}

/** Lists hold values of these. */
export const listFields = ["customer", "card", "bin", "country", "emailDomain", "paymentMethod", "cardBrand", "currency", "variable1", "variable2", "variable3"] as const;
export type ListField = (typeof listFields)[number];

export const conditionOperators = ["eq", "ne", "in", "notIn", "gt", "gte", "lt", "lte", "inList"] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export const limits = { rules: 200, conditionsOfRule: 50, depth: 6, valuesOfCondition: 500, descriptionCharacters: 256, windowSeconds: 31 * 86_400, deadlineMs: { least: 1_500, usual: 2_500, most: 10_000 } } as const;

/** Amounts are minor units of the payment's own currency: a rule that means one currency says so beside it. */
const wholeNumber = z.union([z.number().int(), z.bigint()]);
const scalar = z.union([z.string().min(1).max(200), wholeNumber]);

const fieldCondition = z.strictObject({ field: z.enum(conditionFields), op: z.enum(conditionOperators), value: z.union([scalar, z.array(scalar).min(1).max(limits.valuesOfCondition)], "must be a text, a whole number, or a list of them") });
export type FieldCondition = z.infer<typeof fieldCondition>;

/** Velocity has no lists: its values are numbers. */
const velocityOperators = ["eq", "ne", "gt", "gte", "lt", "lte"] as const;

export const velocityMeasures = ["count", "sum"] as const;
export const velocityKeys = ["customer", "card", "country"] as const;
export type VelocityKey = (typeof velocityKeys)[number];

/** Of the attempts that were approved within the window, and this one. A sum is of those in this attempt's currency, in its minor units. */
const velocity = z.strictObject({ measure: z.enum(velocityMeasures), per: z.enum(velocityKeys), withinSeconds: z.number().int().min(1).max(limits.windowSeconds) });
export type Velocity = z.infer<typeof velocity>;

const velocityCondition = z.strictObject({ velocity, op: z.enum(velocityOperators), value: wholeNumber });
export type VelocityCondition = z.infer<typeof velocityCondition>;

export type Condition = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | { readonly not: Condition } | FieldCondition | VelocityCondition;

export const condition: z.ZodType<Condition> = z
  .lazy(() => z.union([z.strictObject({ all: z.array(condition).min(1) }), z.strictObject({ any: z.array(condition).min(1) }), z.strictObject({ not: condition }), fieldCondition, velocityCondition], { error: ({ input }) => conditionTrouble(input, "") ?? noCondition }))
  .meta({ id: "ValidationCondition" });

const noCondition = "must be {all|any: [conditions]}, {not: condition}, {field, op, value} or {velocity, op, value}";

/** Why a value is no condition, `null` where it is one: a union by itself only says that none of its forms fits. Looks at each part once, however deep. */
function conditionTrouble(input: unknown, path: string): string | null {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const saying = (message: string): string => (path === "" ? message : `${path}: ${message}`);
  if (typeof input !== "object" || input === null) return saying(noCondition);
  const names = Object.keys(input);
  const [name] = names;
  if (names.length === 1 && (name === "all" || name === "any")) {
    const parts: unknown = Reflect.get(input, name);
    if (!Array.isArray(parts) || parts.length === 0) return `${at(name)}: must be a list of at least one condition`;
    return parts.reduce<string | null>((found, part, index) => found ?? conditionTrouble(part, at(`${name}.${String(index)}`)), null);
  }
  if (names.length === 1 && name === "not") return conditionTrouble(Reflect.get(input, name), at(name));
  if (!names.includes("field") && !names.includes("velocity")) return saying(noCondition);
  const issue = (names.includes("velocity") ? velocityCondition : fieldCondition).safeParse(input).error?.issues[0];
  return issue === undefined ? null : `${at(issue.path.join("."))}: ${issue.message}`;
}
