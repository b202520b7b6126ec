import type { ConditionField } from "./condition-shape.ts";

const upper: ReadonlySet<string> = new Set<ConditionField>(["currency", "country"]);
const lower: ReadonlySet<string> = new Set<ConditionField>(["paymentMethod", "cardBrand", "card", "customer", "emailDomain", "intent"]);

/** A value as attempts, rules and lists compare it: case counts only where it may tell two things apart. */
export function canonicalValue(field: ConditionField, text: string): string {
  const trimmed = text.trim();
  if (upper.has(field)) return trimmed.toUpperCase();
  return lower.has(field) ? trimmed.toLowerCase() : trimmed;
}
