import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "#lib/platform/log";
import { type Candidate, type Decided, neutralDecline, type Said } from "./candidate.ts";
import { late, unlessLate } from "./deadline.ts";
import type { Finish } from "./finish-decisions.sql.ts";
import type { HandOverResult } from "./hand-over.ts";
import { decidedBy, judge, saidBy } from "./judge-batch.ts";
import type { OpenRules } from "./open-rules.ts";

export interface DeciderParts {
  /** Commits the decision, with what it depends on. */
  readonly decide: (candidate: Candidate) => Promise<Decided>;
  /** Asks the merchant; never rejects. */
  readonly handOver: (candidate: Candidate, url: string, withinMs: number) => Promise<HandOverResult>;
  /** What was said to a body whose decision is being made elsewhere; `null`: not settled yet. */
  readonly findSettled: (id: string) => Promise<Said | null>;
  readonly finish: (finish: Finish) => void;
  /** An answer went out that stands in no row. */
  readonly onUnrecorded: (of: Pick<Candidate, "sourceId" | "requestId">, said: Said, error: unknown) => void;
  readonly log: Logger;
}

/** What the provider is told, and what follows once the answer has left. */
export interface Outcome {
  readonly said: Said;
  readonly fallbackUsed: boolean;
  readonly isRepeat: boolean;
  /** Called when the answer has left: writes what is known only then. */
  readonly onAnswered: () => void;
}

/** The merchant has this much less than we have: an answer still has to be read. */
const handOverReserveMs = 25;
/** Less than this is no time to ask anybody anything. */
const leastHandOverMs = 20;
const lookAgainMs = 40;

/** What is said where no decision can be made in time. */
export function fallbackOf(rules: OpenRules | null): Said {
  return rules?.active === null || rules === null ? neutralDecline : saidBy(rules.active.body.fallback);
}

/** Decides an attempt by a moment. Never rejects, and never takes longer. */
export async function decide(parts: DeciderParts, candidate: Candidate, byMs: number): Promise<Outcome> {
  const committed = parts.decide(candidate);
  let decided: Decided | typeof late;
  try {
    decided = await unlessLate(committed, byMs);
  } catch (error) {
    parts.log.warn({ err: error, sourceId: candidate.sourceId }, "a validation was decided without the database");
    const outcome = withoutDatabase(candidate);
    return { ...outcome, isRepeat: false, onAnswered: () => parts.onUnrecorded(candidate, outcome.said, error) };
  }
  if (decided === late) return tooLate(parts, candidate, committed);
  switch (decided.kind) {
    case "decided":
      return { said: decided.said, fallbackUsed: false, isRepeat: false, onAnswered: () => parts.finish({ kind: "answered", id: candidate.id, durationMs: candidate.elapsedMs() }) };
    case "repeat":
      return repeat(parts, candidate, decided, byMs);
    case "handOver":
      return ask(parts, candidate, decided.url, byMs);
  }
}

/** By the rules where they need nothing of the database, else by the fallback. */
function withoutDatabase(candidate: Candidate): { readonly said: Said; readonly fallbackUsed: boolean } {
  try {
    // What runs beside must not be what cannot be told.
    const decided = decidedBy(judge({ ...candidate, rules: { ...candidate.rules, shadow: null } }, unknown, unknown));
    if (decided.kind === "decided") return { said: decided.said, fallbackUsed: false };
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
  }
  return { said: fallbackOf(candidate.rules), fallbackUsed: true };
}

/** Only the database knows it. */
class Unknown extends Error {}

function unknown(): never {
  throw new Unknown("velocity and lists are not known without the database");
}

/** The commit may come after all: then its row is made to say what was said. */
function tooLate(parts: DeciderParts, candidate: Candidate, committed: Promise<Decided>): Outcome {
  const { said, fallbackUsed } = withoutDatabase(candidate);
  const onAnswered = (): void => {
    const durationMs = candidate.elapsedMs();
    committed.then(
      (decided) => {
        if (decided.kind === "repeat") parts.finish({ kind: "repeated", id: decided.of });
        else parts.finish({ kind: "settled", candidate, durationMs, said, fallbackUsed, handOver: null, wasCounted: decided.kind === "decided" && decided.said.action === "approve" });
      },
      (error: unknown) => parts.onUnrecorded(candidate, said, error),
    );
  };
  return { said, fallbackUsed, isRepeat: false, onAnswered };
}

async function repeat(parts: DeciderParts, candidate: Candidate, { of, said, pending }: Extract<Decided, { readonly kind: "repeat" }>, byMs: number): Promise<Outcome> {
  const onAnswered = (): void => parts.finish({ kind: "repeated", id: of });
  if (!pending) return { said, fallbackUsed: false, isRepeat: true, onAnswered };
  const settled = await unlessLate(waitForSettled(parts, of, byMs), byMs).catch((): typeof late => late);
  return settled === late ? { said: fallbackOf(candidate.rules), fallbackUsed: true, isRepeat: true, onAnswered } : { said: settled, fallbackUsed: false, isRepeat: true, onAnswered };
}

async function waitForSettled(parts: DeciderParts, id: string, byMs: number): Promise<Said | typeof late> {
  while (performance.now() < byMs) {
    const settled = await parts.findSettled(id);
    if (settled !== null) return settled;
    await sleep(lookAgainMs);
  }
  return late;
}

async function ask(parts: DeciderParts, candidate: Candidate, url: string, byMs: number): Promise<Outcome> {
  const withinMs = byMs - performance.now() - handOverReserveMs;
  const startMs = performance.now();
  const result = withinMs < leastHandOverMs ? late : await unlessLate(handOverSafely(parts, candidate, url, withinMs), byMs);
  const known: HandOverResult = result === late ? { outcome: "timeout", statusCode: null, durationMs: performance.now() - startMs, said: null } : result;
  const said = known.said ?? fallbackOf(candidate.rules);
  const fallbackUsed = known.said === null;
  return { said, fallbackUsed, isRepeat: false, onAnswered: () => parts.finish({ kind: "settled", candidate, durationMs: candidate.elapsedMs(), said, fallbackUsed, handOver: known, wasCounted: false }) };
}

/** A fault of ours is no answer of the merchant's. */
async function handOverSafely(parts: DeciderParts, candidate: Candidate, url: string, withinMs: number): Promise<HandOverResult> {
  try {
    return await parts.handOver(candidate, url, withinMs);
  } catch (error) {
    parts.log.error({ err: error, sourceId: candidate.sourceId }, "a validation could not be handed over");
    return { outcome: "connect", statusCode: null, durationMs: 0, said: null };
  }
}
