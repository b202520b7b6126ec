import type { Rule, RuleSetBody } from "./rule-set-shape.ts";

/** What became of one rule; rules are told apart by their names. `from` and `to` are places, the first is 1. */
export type RuleChange =
  | { readonly kind: "added"; readonly name: string; readonly to: number; readonly after: Rule }
  | { readonly kind: "removed"; readonly name: string; readonly from: number; readonly before: Rule }
  | { readonly kind: "changed"; readonly name: string; readonly from: number; readonly to: number; readonly before: Rule; readonly after: Rule; readonly isMoved: boolean }
  | { readonly kind: "moved"; readonly name: string; readonly from: number; readonly to: number };

export interface RuleSetDifference {
  readonly rules: readonly RuleChange[];
  /** `null` where it is the same in both. */
  readonly closing: { readonly before: RuleSetBody["default"]; readonly after: RuleSetBody["default"] } | null;
  readonly fallback: { readonly before: RuleSetBody["fallback"]; readonly after: RuleSetBody["fallback"] } | null;
  readonly deadline: { readonly before: number; readonly after: number } | null;
}

/** What one version says otherwise than another. Rules that only gave way to others are not called moved. */
export function ruleSetDifference(before: RuleSetBody, after: RuleSetBody): RuleSetDifference {
  const kept = stayedInOrder(before.rules.map(({ name }) => name), after.rules.map(({ name }) => name));
  const removed = before.rules.flatMap((rule, at): RuleChange[] => (after.rules.some(({ name }) => name === rule.name) ? [] : [{ kind: "removed", name: rule.name, from: at + 1, before: rule }]));
  const others = after.rules.flatMap((rule, at): RuleChange[] => {
    const from = before.rules.findIndex(({ name }) => name === rule.name);
    const old = before.rules[from];
    const to = at + 1;
    if (old === undefined) return [{ kind: "added", name: rule.name, to, after: rule }];
    const isMoved = !kept.has(rule.name);
    if (!same(old, rule)) return [{ kind: "changed", name: rule.name, from: from + 1, to, before: old, after: rule, isMoved }];
    return isMoved ? [{ kind: "moved", name: rule.name, from: from + 1, to }] : [];
  });
  return {
    rules: [...removed, ...others],
    closing: same(before.default, after.default) ? null : { before: before.default, after: after.default },
    fallback: same(before.fallback, after.fallback) ? null : { before: before.fallback, after: after.fallback },
    deadline: before.deadlineMs === after.deadlineMs ? null : { before: before.deadlineMs, after: after.deadlineMs },
  };
}

export function isSame({ rules, closing, fallback, deadline }: RuleSetDifference): boolean {
  return rules.length === 0 && closing === null && fallback === null && deadline === null;
}

/** The most names that stand in the same order in both: the longest common subsequence. */
function stayedInOrder(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row !== undefined) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<string>();
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const name = before[i];
    if (name !== undefined && name === after[j]) {
      kept.add(name);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
}

/** Equal as JSON, whatever the order of members. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]));
}
