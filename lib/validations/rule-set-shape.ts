import { z } from "zod";

/** What a rule may look at (`attempt.ts` says their forms). */
export const textFields = ["currency", "country", "paymentMethod", "cardBrand", "bin", "lastFour", "card", "customer", "emailDomain", "avsAlert", "verificationAlert", "intent", "variable1", "variable2", "variable3"] as const;
export const numberFields = ["amount", "hour"] as const;
export const conditionFields = [...numberFields, ...textFields] as const;
export type ConditionField = (typeof conditionFields)[number];

/** Lists hold values of these. */
export const listFields = ["customer", "card", "bin", "country", "emailDomain", "paymentMethod", "cardBrand", "currency", "variable1", "variable2", "variable3"] as const;
export type ListField = (typeof listFields)[number];

export const conditionOperators = ["eq", "ne", "in", "notIn", "gt", "gte", "lt", "lte", "inList"] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export const ruleSetStates = ["draft", "active", "shadow", "retired"] as const;
export type RuleSetState = (typeof ruleSetStates)[number];

export const limits = { rules: 200, conditionsOfRule: 50, depth: 6, valuesOfCondition: 500, descriptionCharacters: 256, windowSeconds: 31 * 86_400, deadlineMs: { least: 1_500, usual: 2_500, most: 10_000 } } as const;

/** Amounts are minor units of the payment's own currency: a rule that means one currency says so beside it. */
const wholeNumber = z.union([z.number().int(), z.bigint()]);
const scalar = z.union([z.string().min(1).max(200), wholeNumber]);

const fieldCondition = z.strictObject({ field: z.enum(conditionFields), op: z.enum(conditionOperators), value: z.union([scalar, z.array(scalar).min(1).max(limits.valuesOfCondition)]) });
export type FieldCondition = z.infer<typeof fieldCondition>;

export const velocityMeasures = ["count", "sum"] as const;
export const velocityKeys = ["customer", "card", "country"] as const;
export type VelocityKey = (typeof velocityKeys)[number];

/** Of the attempts that were approved within the window, and this one. A sum is of those in this attempt's currency, in its minor units. */
const velocity = z.strictObject({ measure: z.enum(velocityMeasures), per: z.enum(velocityKeys), withinSeconds: z.number().int().min(1).max(limits.windowSeconds) });
export type Velocity = z.infer<typeof velocity>;

const velocityCondition = z.strictObject({ velocity, op: z.enum(["eq", "ne", "gt", "gte", "lt", "lte"]), value: wholeNumber });
export type VelocityCondition = z.infer<typeof velocityCondition>;

export type Condition = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | { readonly not: Condition } | FieldCondition | VelocityCondition;

export const condition: z.ZodType<Condition> = z
  .lazy(() => z.union([z.strictObject({ all: z.array(condition).min(1) }), z.strictObject({ any: z.array(condition).min(1) }), z.strictObject({ not: condition }), fieldCondition, velocityCondition]))
  .meta({ id: "ValidationCondition" });

/** The text that the customer reads: plain, one line, no address to follow, nothing that a template would fill in. */
export const customerText = z
  .string()
  .trim()
  .min(1)
  .max(limits.descriptionCharacters)
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), "has control characters or line breaks: write one line of plain text")
  .refine((text) => !/[{}<>]/.test(text), "has braces or angle brackets: write plain words")
  .refine((text) => !/\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\b[a-z0-9-]+\.(?:com|net|org|io|shop|info|biz|eu|de|uk|me)\b/iu.test(text), "has an address in it: customers must not be sent anywhere from here");

const approve = z.strictObject({ action: z.literal("approve") });
const decline = z.strictObject({ action: z.literal("decline"), status: z.number().int().min(1).max(2_147_483_647).default(1), description: customerText });
const handOver = z.strictObject({ action: z.literal("handOver"), url: z.url().max(2_000) });

export const ruleAction = z.discriminatedUnion("action", [approve, decline, handOver]).meta({ id: "ValidationAction" });
export type RuleAction = z.infer<typeof ruleAction>;

export const rule = z.strictObject({ name: z.string().trim().min(1).max(100), when: condition, then: ruleAction }).meta({ id: "ValidationRule" });
export type Rule = z.infer<typeof rule>;

/** What is said where deciding itself broke: a fault of ours, or a hand-over that was not answered. */
export const fallback = z.discriminatedUnion("action", [approve, decline]).meta({ id: "ValidationFallback" });
export type Fallback = z.infer<typeof fallback>;

/** What of a rule set decides. */
export const ruleSetBody = z.strictObject({
  rules: z.array(rule).max(limits.rules),
  default: ruleAction,
  fallback,
  deadlineMs: z.number().int().min(limits.deadlineMs.least).max(limits.deadlineMs.most),
});
export type RuleSetBody = z.infer<typeof ruleSetBody>;

/** A rule set as the API says it. */
export const ruleSetShape = z
  .object({
    id: z.string().meta({ description: "rul_…" }),
    sourceId: z.string(),
    version: z.number().int(),
    state: z.enum(ruleSetStates),
    rules: z.array(rule),
    default: ruleAction,
    fallback,
    deadlineMs: z.number().int(),
    sentences: z.array(z.string()).meta({ description: "The rules as people read them, in their order, the default last" }),
    basedOn: z.number().int().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    activatedBy: z.string().nullable(),
    activatedAt: z.iso.datetime().nullable(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "RuleSet" });
export type RuleSet = z.infer<typeof ruleSetShape>;
