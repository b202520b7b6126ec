import { systemClock } from "#lib/platform/clock";
import type { Misbehaviour } from "#lib/simulator/misbehaviour";
import type { SimulatedOperation } from "#lib/simulator/simulated-operation";
import { wholeOf } from "#lib/simulator/simulated-operation";
import type { SimulatedPayment } from "#lib/simulator/simulated-payment";
import { daySeconds } from "#lib/simulator/tale";
import type { SandboxSource } from "./open-sandbox-source.ts";
import { type DoorAttempt, playAtOwnDoor } from "./play-at-own-door.ts";
import { isTaken, readValidation } from "./read-answer.ts";
import type { SentMessage } from "./session-shape.ts";

export interface Sending {
  readonly source: SandboxSource;
  readonly payment: SimulatedPayment;
  readonly types: readonly string[];
  readonly operation?: SimulatedOperation;
  readonly misbehave: Misbehaviour | null;
  /** Unique for this sending. */
  readonly mark: string;
}

/** A message that was sent, with the mark by which its kept request is found. */
export type MarkedMessage = SentMessage & { readonly mark: string };

/** People watch: what comes a day late comes after some seconds. */
const delaySpeed = daySeconds / 4;

/** Signs the messages of one step, a second apart, sends them to our own door, and says what was answered. */
export async function sendMessages({ source, payment, types, operation = wholeOf(payment), misbehave, mark }: Sending): Promise<MarkedMessage[]> {
  if (types.length === 0) return [];
  const steps = types.map((type, index) => ({ afterSeconds: index === 0 ? 0 : 1, type, payment, operation }));
  const story = { id: "step", title: "A step at a checkout", provider: source.provider, course: () => ({ steps, ends: [] }) };
  const startSeconds = Math.floor(systemClock.now() / 1000) - (types.length - 1);
  const { attempts } = await playAtOwnDoor({ source, story, payment, startSeconds, misbehaviour: misbehave, speed: misbehave === "delay" ? delaySpeed : null, mark });
  return attempts.map((attempt) => presentSent(source, attempt));
}

function presentSent({ provider }: SandboxSource, { send: { message: { kind, type } }, answer, at, durationMs, mark }: DoorAttempt): MarkedMessage {
  const { status, body, failure } = answer;
  const taken = kind === "validation" ? readValidation(status, body).goesOn : isTaken(provider, status, body);
  return { kind, type, at, status, durationMs, answer: failure ?? body, taken, requestId: null, mark };
}
