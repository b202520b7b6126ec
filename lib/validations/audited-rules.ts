import type { AuditDetails } from "#lib/audit/append";
import type { RuleSetBody } from "./rule-set-shape.ts";
import type { RuleSetDifference } from "./rule-set-difference.ts";

/** What the audit keeps of rules: their names and what they do, no values that are compared with and no URLs. The versions themselves hold those. */
export function auditedRules({ rules, default: closing, fallback, deadlineMs }: RuleSetBody): AuditDetails {
  return { rules: rules.map(({ name, then }) => `${name}: ${then.action}`), default: closing.action, fallback: fallback.action, deadlineMs };
}

/** Which rules a change touched, by name. */
export function auditedDifference({ rules, closing, fallback, deadline }: RuleSetDifference): AuditDetails {
  const named = (kind: string): readonly string[] => rules.flatMap((change) => (change.kind === kind ? [change.name] : []));
  return { added: named("added"), removed: named("removed"), changed: named("changed"), moved: named("moved"), defaultChanged: closing !== null, fallbackChanged: fallback !== null, deadlineChanged: deadline !== null };
}
