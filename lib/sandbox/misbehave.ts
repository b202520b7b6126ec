import { randomKey } from "#lib/simulator/random-key";
import { systemRandom } from "#lib/simulator/randomness";
import { writeMessage, type MessageOrder } from "#lib/simulator/sign-message";
import type { SignedMessage } from "#lib/simulator/simulation";
import { tamper } from "#lib/simulator/tamper";
import type { MessageKind } from "#lib/providers/provider";
import type { Misbehaviour } from "./session-shape.ts";

/** A message that is ready to be sent. */
export interface ReadyMessage {
  readonly kind: MessageKind;
  readonly type: string;
  readonly signed: SignedMessage;
}

const lateSeconds = 3_600;
const aheadSeconds = 900;

/** Writes and signs messages, a second apart, with the faults that were asked for. Throws `SimulationError`. */
export function readyMessages(order: Omit<MessageOrder, "type" | "random" | "nowSeconds">, types: readonly string[], secret: string, misbehave: readonly Misbehaviour[], nowSeconds: number): readonly ReadyMessage[] {
  const shift = (misbehave.includes("clock_ahead") ? aheadSeconds : 0) - (misbehave.includes("late") ? lateSeconds : 0);
  const key = misbehave.includes("wrong_key") ? randomKey(order.provider, order.settings ?? {}, systemRandom) : secret;
  const ready = types.map((type, at): ReadyMessage => {
    const writtenSeconds = nowSeconds + shift - (types.length - 1 - at);
    const message = writeMessage({ ...order, type, nowSeconds: writtenSeconds, random: systemRandom });
    const signed = message.sign([key], writtenSeconds);
    return { kind: message.kind, type: message.type, signed: misbehave.includes("tampered") ? tamper(message, signed) : signed };
  });
  const ordered = misbehave.includes("disorder") ? ready.toReversed() : ready;
  return misbehave.includes("duplicate") ? ordered.flatMap((message) => [message, message]) : ordered;
}
