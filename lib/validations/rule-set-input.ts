import { z } from "zod";
import { plainTextInput } from "#lib/sources/plain-text-input";
import { ruleFaults } from "./condition-faults.ts";
import { fallback, limits, rule, ruleAction, ruleSetBody } from "./rule-set-shape.ts";

/** Names of rules stand in the audit and with every decision: plain, and nothing that looks like a secret. */
const ruleInput = rule.extend({ name: plainTextInput });

const members = {
  rules: z
    .array(ruleInput)
    .max(limits.rules, `must not be more than ${String(limits.rules)} rules`)
    .superRefine((rules, context) => {
      for (const { path, message } of ruleFaults(rules)) context.addIssue({ code: "custom", path: [...path], message });
    })
    .meta({ description: "In their order: the first that matches decides" }),
  default: ruleAction.meta({ description: "What is said where no rule matches" }),
  fallback: fallback.meta({ description: "What is said where deciding broke, or a hand-over was not answered" }),
  deadlineMs: ruleSetBody.shape.deadlineMs.meta({ description: "From the first byte of the request to the answer" }),
};

/** What a set holds that nobody has written anything into: everything is approved, and what breaks is declined. */
export const emptyRuleSet = {
  rules: [],
  default: { action: "approve" },
  fallback: { action: "decline", status: 1, description: "This payment could not be checked at the moment. Please try again in a few minutes." },
  deadlineMs: limits.deadlineMs.usual,
} as const;

/** A whole set, as a dry run takes it. */
export const ruleSetBodyInput = z.strictObject(members);

/** Body of `POST /validation-rules`. */
export const newRuleSetInput = z.strictObject({
  sourceId: z.string().max(100).meta({ description: "src_…, of a provider that takes validations" }),
  basedOn: z.string().max(100).optional().meta({ description: "rul_… of the same source: the draft begins as a copy of it. Left out: it begins empty" }),
  rules: members.rules.optional(),
  default: members.default.optional(),
  fallback: members.fallback.optional(),
  deadlineMs: members.deadlineMs.optional(),
});
export type NewRuleSetInput = z.output<typeof newRuleSetInput>;

const readAt = z.iso.datetime().optional().meta({ description: "The `updatedAt` that was read before: 409 when somebody else changed it since. Left out: whatever it is now" });

/** Body of `PATCH /validation-rules/{id}`. */
export const ruleSetChanges = z.strictObject({
  rules: members.rules.optional(),
  default: members.default.optional(),
  fallback: members.fallback.optional(),
  deadlineMs: members.deadlineMs.optional(),
  updatedAt: readAt,
});
export type RuleSetChanges = z.output<typeof ruleSetChanges>;

/** Body of `POST /validation-rules/{id}/activate`. */
export const activationInput = z.strictObject({ updatedAt: readAt });

/** Body of `POST /validation-rules/{id}/shadow`. */
export const shadowInput = z.strictObject({ enabled: z.boolean().meta({ description: "true: it runs beside the active set and is recorded; false: no longer" }), updatedAt: readAt });
