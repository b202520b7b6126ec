import type { Actor } from "#lib/access/actor";
import { command, type CommandResult, writeAudited } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { misbehaviours, misbehaviourTitles } from "#lib/simulator/misbehaviour";
import { z } from "zod";
import { openSandboxSource, type SandboxSource } from "./open-sandbox-source.ts";
import { requireFormerKey } from "./play-at-own-door.ts";
import { type PlannedStep, playStep } from "./play-step.ts";
import type { SessionRecord } from "./present-session.ts";
import { findSession, readSession } from "./read-sessions.ts";
import { operations, type SandboxSession, sessionPayment, type Step, stepActions } from "./session-shape.ts";
import { possibleActions, standingOf } from "./session-state.ts";
import { cardOutcomes } from "./test-cards.ts";

/** Longer than all messages of a step and their answers may take; a process that died leaves it to the next. */
const busyMs = 120_000;

export const misbehaveInput = z
  .enum(misbehaviours)
  .nullable()
  .default(null)
  .meta({ description: `How the messages of this step misbehave. ${misbehaviours.map((name) => `${name}: ${misbehaviourTitles[name]}`).join("; ")}` });

/** Body of `POST /sandbox/sessions/{id}/pay`. */
export const payInput = z.strictObject({ card: z.enum(cardOutcomes), misbehave: misbehaveInput });
/** Body of `POST /sandbox/sessions/{id}/challenge`. */
export const challengeInput = z.strictObject({ passed: z.boolean().meta({ description: "Whether the customer passes the bank's check" }), misbehave: misbehaveInput });
/** Body of `POST /sandbox/sessions/{id}/operations`. */
export const operationInput = z.strictObject({
  operation: z.enum(operations),
  amountMinor: z.int("must be a whole number of cents").min(1, "must be at least 1").optional().meta({ description: "Of capture and refund; all that is left unless given" }),
  misbehave: misbehaveInput,
});

const stepInput = z.strictObject({
  id: z.string(),
  action: z.enum(stepActions),
  card: z.enum(cardOutcomes).nullable(),
  passed: z.boolean(),
  amountMinor: z.int().min(1).nullable(),
  misbehave: misbehaveInput,
});

interface Begun {
  readonly record: SessionRecord;
  readonly source: SandboxSource;
  readonly planned: PlannedStep;
  readonly busyUntil: Date;
}

/** The customer pays with one of the listed cards. */
export function paySession(actor: Actor, id: string, { card, misbehave }: z.output<typeof payInput>): Promise<SandboxSession> {
  return takeStep(actor, { id, action: "pay", card, passed: false, amountMinor: null, misbehave });
}

/** The bank's check of the customer ends. */
export function endChallenge(actor: Actor, id: string, { passed, misbehave }: z.output<typeof challengeInput>): Promise<SandboxSession> {
  return takeStep(actor, { id, action: "challenge", card: null, passed, amountMinor: null, misbehave });
}

/** What a shop does later, or a cardholder's bank. */
export function operateSession(actor: Actor, id: string, { operation, amountMinor, misbehave }: z.output<typeof operationInput>): Promise<SandboxSession> {
  return takeStep(actor, { id, action: operation, card: null, passed: false, amountMinor: amountMinor ?? null, misbehave });
}

/** Messages are sent between two transactions: our own door must not wait for the one that we hold. */
async function takeStep(actor: Actor, input: z.input<typeof stepInput>): Promise<SandboxSession> {
  const begun = await beginStep(actor, input);
  let step: Step | null = null;
  try {
    step = await playStep(begun.record, begun.source, begun.planned);
  } finally {
    if (step === null) await endStep(actor, begun, null);
  }
  return endStep(actor, begun, step);
}

const beginStep = command({
  permission: "sandbox.use",
  input: stepInput,
  run: async ({ tx }, { id, amountMinor: wanted, ...asked }): Promise<CommandResult<Begun>> => {
    const nowMs = systemClock.now();
    const found = await findSession(tx, id);
    const busyUntil = new Date(nowMs + busyMs);
    const { count } = await tx.sandboxSession.updateMany({ where: { id: found.id, OR: [{ busyUntil: null }, { busyUntil: { lt: new Date(nowMs) } }] }, data: { busyUntil } });
    if (count === 0) throw new Problem("conflict", "Another step of this session is under way. Look again in a moment.");
    // What was read before may be from before the other step's end.
    const record = await findSession(tx, id);
    const source = await openSandboxSource(tx, record.sourceId, nowMs);
    requireFormerKey(source, asked.misbehave);
    const amountMinor = checkStep(record, source, asked.action, wanted);
    const details = { action: asked.action, ...(asked.card === null ? {} : { card: asked.card }), ...(asked.action === "challenge" ? { passed: asked.passed } : {}), amountMinor, currency: record.currency, misbehave: asked.misbehave };
    return { output: { record, source, planned: { ...asked, amountMinor }, busyUntil }, audit: { action: "sandbox.step", subjectType: "sandboxSession", subjectId: record.id, details } };
  },
});

/** The amount that it is about. Throws `Problem` where it cannot be done now. */
function checkStep({ amountMinor: whole, payment: kept }: SessionRecord, source: SandboxSource, action: PlannedStep["action"], wanted: number | null): number {
  const payment = sessionPayment.parse(kept);
  const at = standingOf(Number(whole), payment);
  const possible = possibleActions(at, source.plan, source.providerName, payment.steps.length, null).find((one) => one.action === action);
  if (possible?.possible !== true) throw new Problem("conflict", possible?.why ?? "This cannot be done with this session.");
  if (action === "pay" || action === "challenge") return Number(whole);
  if (wanted === null) return possible.mostMinor;
  const refuse = (words: string): never => {
    throw new Problem("bad_input", words, { errors: [{ path: "amountMinor", message: `must be at most ${String(possible.mostMinor)}` }] });
  };
  if (wanted > possible.mostMinor) return refuse(`There is less left than that: at most ${String(possible.mostMinor)} minor units.`);
  const isWhole = wanted === possible.mostMinor;
  if (!isWhole && (action === "void" || action === "chargeback")) return refuse("This is always about all of it: leave amountMinor out.");
  if (!isWhole && !source.plan.namesParts) return refuse("Of messages of this source only one capture and one refund could be told apart: leave amountMinor out for all of it.");
  return wanted;
}

/** Keeps what was done, and lets the next step begin. */
function endStep(actor: Actor, { record, busyUntil }: Begun, step: Step | null): Promise<SandboxSession> {
  return writeAudited(actor, async ({ tx }) => {
    const payment = sessionPayment.parse(record.payment);
    const next = step === null ? payment : { ...payment, steps: [...payment.steps, step] };
    // Whoever took longer than its time has lost its place: the next step may have begun.
    await tx.sandboxSession.updateMany({ where: { id: record.id, busyUntil }, data: { payment: next, state: standingOf(Number(record.amountMinor), next).state, busyUntil: null } });
    const kept = await tx.sandboxSession.findUniqueOrThrow({ where: { id: record.id } });
    return { output: await readSession(tx, kept), audit: [] };
  });
}
