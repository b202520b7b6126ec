import { memberOf, textMember } from "../api-call.ts";

/** What one call of `POST /requests/reverify` said. */
export interface ReverifyStep {
  readonly count: number;
  readonly tried: number;
  /** Would pass, in a dry run; else were released. */
  readonly passed: number;
  readonly failing: readonly { readonly reason: string; readonly count: number }[];
  readonly eventIds: readonly string[];
  readonly nextCursor: string | null;
}

export function reverifyStep(body: unknown): ReverifyStep {
  const failing = memberOf(body, "failing");
  const eventIds = memberOf(body, "eventIds");
  return {
    count: numberOf(body, "count"),
    tried: numberOf(body, "tried"),
    passed: numberOf(body, "wouldPass") + numberOf(body, "released"),
    failing: Array.isArray(failing) ? failing.map((one: unknown) => ({ reason: textMember(one, "reason") ?? "", count: numberOf(one, "count") })) : [],
    eventIds: Array.isArray(eventIds) ? eventIds.filter((id): id is string => typeof id === "string") : [],
    nextCursor: textMember(body, "nextCursor"),
  };
}

/** The steps of one run, added up. `total` is what the first step counted. */
export interface ReverifySum {
  readonly total: number;
  readonly tried: number;
  readonly passed: number;
  readonly failing: ReadonlyMap<string, number>;
  /** Each once: a repeat is the event that was there. */
  readonly eventIds: readonly string[];
}

export const nothingYet: ReverifySum = { total: 0, tried: 0, passed: 0, failing: new Map(), eventIds: [] };

export function addStep(sum: ReverifySum, step: ReverifyStep): ReverifySum {
  const failing = new Map(sum.failing);
  for (const { reason, count } of step.failing) failing.set(reason, (failing.get(reason) ?? 0) + count);
  return {
    total: Math.max(sum.total, sum.tried + step.count),
    tried: sum.tried + step.tried,
    passed: sum.passed + step.passed,
    failing,
    eventIds: [...new Set([...sum.eventIds, ...step.eventIds])],
  };
}

function numberOf(body: unknown, name: string): number {
  const value = memberOf(body, name);
  return typeof value === "number" ? value : 0;
}
