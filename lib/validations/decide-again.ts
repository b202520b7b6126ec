import type { Attempt } from "./attempt.ts";
import { evaluate, type Verdict } from "./evaluate.ts";
import type { RuleAction, RuleSetBody } from "./rule-set-shape.ts";
import type { Decision } from "./validation-shape.ts";
import { VelocityBook, velocityFacts } from "./velocity-book.ts";

/** An attempt as it was recorded, and what was said of it. */
export interface RecordedAttempt {
  readonly id: string;
  readonly atMs: number;
  readonly attempt: Attempt;
  readonly action: Decision;
  readonly rule: string | null;
  /** What the merchant's URL said; `null` where it was not asked or did not answer. */
  readonly answered: { readonly url: string; readonly action: Decision } | null;
}

/** What rules would have said. `settled`: the outcome, `null` where it hangs on an answer that nobody knows. */
export interface SecondVerdict {
  readonly verdict: Verdict;
  readonly settled: Decision | null;
}

/** Whether a list held a value at a moment. */
export type WasOnList = (listId: string, value: string, atMs: number) => boolean;

/**
 * Decides recorded attempts again by other rules, oldest first: velocity counts what these rules approve, as it would
 * have come about. The same `evaluate` as live.
 */
export class SecondDecision {
  private readonly book = new VelocityBook();
  private readonly body: RuleSetBody;
  private readonly wasOnList: WasOnList;

  constructor(body: RuleSetBody, wasOnList: WasOnList) {
    this.body = body;
    this.wasOnList = wasOnList;
  }

  /** An attempt of before, that went through: it counts in the windows that reach back to it. */
  remember(attempt: Attempt, atMs: number): void {
    this.book.add(velocityFacts(attempt), atMs);
  }

  decide({ attempt, atMs, action, answered }: RecordedAttempt): SecondVerdict {
    const facts = velocityFacts(attempt);
    const verdict = evaluate(this.body, attempt, {
      velocity: (velocity) => this.book.value(velocity, facts, atMs),
      isOnList: (listId, value) => this.wasOnList(listId, value, atMs),
    });
    const settled = settledBy(verdict.action, answered);
    // Where nobody knows what the merchant would have said, the attempt counts as it did.
    if ((settled ?? action) === "approve") this.book.add(facts, atMs);
    return { verdict, settled };
  }
}

function settledBy(action: RuleAction, answered: RecordedAttempt["answered"]): Decision | null {
  if (action.action !== "handOver") return action.action;
  return answered?.url === action.url ? answered.action : null;
}
