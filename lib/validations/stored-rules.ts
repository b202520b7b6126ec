import type { RuleSetRecord } from "./find-rule-set.ts";
import { type RuleSetBody, ruleSetBody } from "./rule-set-shape.ts";

/** What of a stored set decides. */
export function storedRules({ rules, default: closing, fallback, deadlineMs }: Pick<RuleSetRecord, "rules" | "default" | "fallback" | "deadlineMs">): RuleSetBody {
  return ruleSetBody.parse({ rules, default: closing, fallback, deadlineMs });
}

/** The members of a set's body that somebody gave, over those that it has. */
export function withChanges(body: RuleSetBody, { rules, default: closing, fallback, deadlineMs }: { readonly [Member in keyof RuleSetBody]?: RuleSetBody[Member] | undefined }): RuleSetBody {
  return { rules: rules ?? body.rules, default: closing ?? body.default, fallback: fallback ?? body.fallback, deadlineMs: deadlineMs ?? body.deadlineMs };
}
