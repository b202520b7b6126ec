import { z } from "zod";
import { ruleFaults } from "./condition-faults.ts";
import { condition, limits } from "./condition-shape.ts";
import { customerTextProblem } from "./customer-text.ts";

export * from "./condition-shape.ts";

export const ruleSetStates = ["draft", "active", "shadow", "retired"] as const;
export type RuleSetState = (typeof ruleSetStates)[number];

/** The text that the customer reads: as it is stored. What may be written is said by `customerText`. */
const storedCustomerText = z.string().trim().min(1).max(limits.descriptionCharacters);

/** One line of plain words: no address to follow, nothing that a template would fill in. */
export const customerText = storedCustomerText.superRefine((text, context) => {
  const message = customerTextProblem(text);
  if (message !== null) context.addIssue({ code: "custom", message });
});

const approve = z.strictObject({ action: z.literal("approve") });
const decline = z.strictObject({ action: z.literal("decline"), status: z.number().int().min(1).max(2_147_483_647).default(1), description: storedCustomerText });
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
  rules: z.array(rule).max(limits.rules).superRefine((rules, context) => {
    for (const { path, message } of ruleFaults(rules)) context.addIssue({ code: "custom", path: [...path], message });
  }),
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
