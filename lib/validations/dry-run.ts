import { setImmediate as yieldLoop } from "node:timers/promises";
import type { Actor } from "#lib/access/actor";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database, type Transaction } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { sourceNotFound } from "#lib/sources/get-source";
import { canonicalRuleSet } from "./canonical-rule-set.ts";
import { knownLists, refuseProblems } from "./check-rule-set.ts";
import { SecondDecision, type WasOnList } from "./decide-again.ts";
import { type DryRunInput, dryRunInput, mostAttempts } from "./dry-run-input.ts";
import type { DryRun } from "./dry-run-shape.ts";
import { DryRunTally } from "./dry-run-tally.ts";
import { listsOf, velocitiesOf } from "./evaluate.ts";
import { findRuleSet } from "./find-rule-set.ts";
import { countedBefore, firstOfLatest, recordedBetween } from "./recorded-attempts.ts";
import type { RuleSetBody } from "./rule-set-shape.ts";
import { storedRules } from "./stored-rules.ts";

const weekMs = 7 * 86_400_000;
const longestMs = 20_000;
/** After so long the loop gets a turn: others are being answered meanwhile. */
const turnMs = 10;
/** Each works a processor: more at once would be felt by whoever is being answered. */
const mostAtOnce = 2;
let running = 0;

/** Decides recorded attempts of a source again by other rules. Nothing is written, sent or asked. */
export async function dryRun(actor: Actor, input: unknown): Promise<DryRun> {
  requirePermission(actor, "validationRules.write");
  const asked = parseInput(dryRunInput, input);
  if (running >= mostAtOnce) throw new Problem("too_many", "Other rules are being tried at this moment. Try again in a few seconds.", { retryAfterSeconds: 5 });
  running += 1;
  try {
    return await decideAll(asked);
  } finally {
    running -= 1;
  }
}

async function decideAll(asked: DryRunInput): Promise<DryRun> {
  const { prisma } = database();
  const sourceId = parsePublicId("source", asked.sourceId);
  if (sourceId === null || (await prisma.source.findFirst({ where: { id: sourceId, deletedAt: null }, select: { id: true } })) === null) throw sourceNotFound();
  const body = await rulesOf(prisma, asked, sourceId);
  const { fromMs, toMs } = periodOf(asked);
  const turn = turns();
  const start = await firstOfLatest(sourceId, { fromMs, toMs, most: asked.last ?? mostAttempts });
  const decision = new SecondDecision(body, await listsAsTheyWere(prisma, body));
  const windowMs = Math.max(0, ...velocitiesOf(body).map(({ withinSeconds }) => withinSeconds * 1000));
  if (windowMs > 0) {
    for await (const { attempt, atMs } of countedBefore(sourceId, start.id, windowMs)) {
      decision.remember(attempt, atMs);
      await turn();
    }
  }
  const tally = new DryRunTally(body, asked);
  for await (const piece of recordedBetween(sourceId, start.id, toMs)) {
    for (const recorded of piece) {
      tally.add(recorded, decision.decide(recorded));
      await turn();
    }
  }
  return { sourceId: publicId("source", sourceId), from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), complete: asked.last !== undefined || !start.hasMore, ...tally.result() };
}

/** Lets others have the loop now and then, and ends what takes too long. */
function turns(): () => Promise<void> | undefined {
  const startedMs = systemClock.now();
  let lastMs = startedMs;
  return () => {
    const nowMs = systemClock.now();
    if (nowMs - startedMs > longestMs) throw new Problem("unprocessable", `Deciding all attempts of this time again takes longer than ${String(longestMs / 1000)} s. Choose a shorter time.`);
    if (nowMs - lastMs < turnMs) return undefined;
    lastMs = nowMs;
    return yieldLoop();
  };
}

async function rulesOf(reader: Pick<Transaction, "ruleSet" | "validationList">, { ruleSet, ruleSetId }: DryRunInput, sourceId: string): Promise<RuleSetBody> {
  if ((ruleSet === undefined) === (ruleSetId === undefined)) throw new Problem("bad_input", "Say which rules to try: `ruleSet` or `ruleSetId`, one of them.", { errors: [{ path: "ruleSet", message: "must be there if ruleSetId is not, and only then" }] });
  const lists = await knownLists(reader);
  if (ruleSet !== undefined) {
    const body = canonicalRuleSet(ruleSet);
    refuseProblems(body, lists, "ruleSet.");
    return body;
  }
  const record = await findRuleSet(reader, ruleSetId ?? "");
  if (record.sourceId !== sourceId) throw new Problem("bad_input", "Rules are tried on the attempts of their own source.", { errors: [{ path: "ruleSetId", message: "must be a rule set of this source" }] });
  return storedRules(record);
}

function periodOf({ from, to }: DryRunInput): { readonly fromMs: number; readonly toMs: number } {
  // Attempts of this very moment are in it.
  const toMs = to === undefined ? systemClock.now() + 1000 : Date.parse(to);
  const fromMs = from === undefined ? toMs - weekMs : Date.parse(from);
  if (fromMs > toMs) throw new Problem("bad_input", "The time ends before it begins.", { errors: [{ path: "from", message: "must not be after `to`" }] });
  return { fromMs, toMs };
}

/** What stands on the lists now counts for the past too, save what had run out by then. */
async function listsAsTheyWere(reader: Pick<Transaction, "validationListEntry">, body: RuleSetBody): Promise<WasOnList> {
  const ids = [...listsOf(body)].flatMap((id) => parsePublicId("validationList", id) ?? []);
  const entries = ids.length === 0 ? [] : await reader.validationListEntry.findMany({ where: { listId: { in: ids } }, select: { listId: true, value: true, expiresAt: true } });
  const ends = new Map(entries.map(({ listId, value, expiresAt }) => [`${publicId("validationList", listId)} ${value}`, expiresAt?.getTime() ?? Infinity]));
  return (listId, value, atMs) => (ends.get(`${listId} ${value}`) ?? -Infinity) > atMs;
}
