import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import type { SimulatedOperation } from "#lib/simulator/simulated-operation";
import { SimulationError } from "#lib/simulator/simulation";
import { readyMessages } from "./misbehave.ts";
import type { SandboxSource } from "./open-sandbox-source.ts";
import { postToOwnDoor } from "./post-to-own-door.ts";
import { isTaken, readValidation } from "./read-answer.ts";
import type { Misbehaviour, SentMessage } from "./session-shape.ts";
import type { SimulatedPayment } from "#lib/simulator/simulated-payment";

export interface Sending {
  readonly source: SandboxSource;
  readonly payment: SimulatedPayment;
  readonly types: readonly string[];
  readonly operation?: SimulatedOperation;
  readonly misbehave: readonly Misbehaviour[];
  /** Unique for this sending. */
  readonly mark: string;
}

/** A message that was sent, with the mark by which its kept request is found. */
export type MarkedMessage = SentMessage & { readonly mark: string };

/** Signs messages by the source's newest key, sends them to our own door one after the other, and says what was answered. */
export async function sendMessages({ source, payment, types, operation, misbehave, mark }: Sending): Promise<MarkedMessage[]> {
  if (types.length === 0) return [];
  const startedMs = systemClock.now();
  const order = { provider: source.provider, settings: source.settings, mode: "test" as const, payment, ...(operation === undefined ? {} : { operation }) };
  const ready = explained(() => readyMessages(order, types, source.secret, misbehave, Math.floor(startedMs / 1000)));
  const sent: MarkedMessage[] = [];
  for (const [index, { kind, type, signed }] of ready.entries()) {
    const at = new Date(systemClock.now()).toISOString();
    const own = `${mark}-${String(index)}`;
    const { status, durationMs, body } = await postToOwnDoor(kind, source.token, signed, own);
    const taken = kind === "validation" ? readValidation(status, body).goesOn : isTaken(source.provider, status, body);
    sent.push({ kind, type, at, status, durationMs, answer: body, taken, requestId: null, mark: own });
  }
  return sent;
}

/** What cannot be played with this source's settings or key is said in the simulator's own words. */
function explained<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    throw error instanceof SimulationError ? new Problem("unprocessable", error.message) : error;
  }
}
