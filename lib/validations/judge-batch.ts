import type { Candidate, Decided, Judgement, Said } from "./candidate.ts";
import { approval } from "./candidate.ts";
import type { Velocity } from "./condition-shape.ts";
import { evaluate, type Knowledge, velocityName } from "./evaluate.ts";
import { type BatchFacts, listedName } from "./read-batch.sql.ts";
import type { RuleAction } from "./rule-set-shape.ts";
import type { StoredReading } from "./validation-shape.ts";
import { factName } from "./velocity-lookups.ts";
import { ownPart, VelocityBook } from "./velocity-book.ts";

export interface Judged {
  readonly candidate: Candidate;
  readonly judgement: Judgement;
  readonly decided: Decided;
}

/**
 * Decides a batch in its order. What one of them is approved for counts for those after it, as if each had been committed
 * before the next was read.
 */
export function judgeBatch(batch: readonly Candidate[], facts: BatchFacts): Judged[] {
  const books = new Map<string, VelocityBook>();
  const bookOf = (sourceId: string): VelocityBook => {
    const book = books.get(sourceId) ?? new VelocityBook();
    books.set(sourceId, book);
    return book;
  };
  for (const { sourceId, facts: held, atMs } of facts.reserved) bookOf(sourceId).add(held, atMs);
  return batch.map((candidate, place) => {
    const before = facts.repeats.get(place);
    if (before !== undefined) {
      const { id, said, pending } = before;
      return { candidate, judgement: { verdict: null, readings: [], shadow: null }, decided: { kind: "repeat", of: id, said, pending } };
    }
    const book = bookOf(candidate.sourceId);
    const judgement = judge(candidate, (velocity) => valueIn(facts, book, candidate, place, velocity), (listId, value) => facts.listed.has(listedName(place, listId, value)));
    const decided = decidedBy(judgement);
    if (decided.kind === "handOver" || (decided.kind === "decided" && decided.said.action === "approve")) book.add(candidate.facts, candidate.atMs);
    return { candidate, judgement, decided };
  });
}

function valueIn(facts: BatchFacts, book: VelocityBook, { facts: own, atMs }: Candidate, place: number, velocity: Velocity): bigint | null {
  const uncommitted = book.before(velocity, own, atMs);
  const committed = facts.velocities.get(factName(place, velocity));
  return uncommitted === null || committed === undefined ? null : committed + uncommitted + ownPart(velocity, own);
}

/** What the sets say, with the velocities that the active one looked at. */
export function judge({ attempt, rules: { active, shadow } }: Candidate, velocity: Knowledge["velocity"], isOnList: Knowledge["isOnList"]): Judgement {
  const readings = new Map<string, StoredReading>();
  const noted: Knowledge = {
    isOnList,
    velocity: (asked) => {
      const value = velocity(asked);
      if (value !== null) readings.set(velocityName(asked), { ...asked, value: Number.isSafeInteger(Number(value)) ? Number(value) : String(value) });
      return value;
    },
  };
  const verdict = active === null ? null : evaluate(active.body, attempt, noted);
  return { verdict, readings: [...readings.values()], shadow: shadow === null ? null : evaluate(shadow.body, attempt, { velocity, isOnList }) };
}

/** Without a set that is active everything is approved. */
export function decidedBy({ verdict }: Judgement): Decided {
  if (verdict === null) return { kind: "decided", verdict, said: approval };
  const { action } = verdict;
  return action.action === "handOver" ? { kind: "handOver", verdict, url: action.url } : { kind: "decided", verdict, said: saidBy(action) };
}

export function saidBy(action: Exclude<RuleAction, { readonly action: "handOver" }>): Said {
  return action.action === "approve" ? approval : { action: "decline", status: action.status, description: action.description };
}
