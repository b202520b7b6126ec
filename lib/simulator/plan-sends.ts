import type { Expectation, Misbehaviour } from "./misbehaviour.ts";
import type { Random } from "./randomness.ts";
import { randomInt } from "./randomness.ts";
import type { SignedMessage, SimulatedMessage } from "./simulation.ts";
import { tamper } from "./tamper.ts";
import { daySeconds } from "./tale.ts";
import type { ToldMessage } from "./tell-story.ts";
import { truncate } from "./truncate.ts";

/** Long enough that the true message was taken, were it by a retry. */
const twinAfterSeconds = 2 * daySeconds;

/** One message as it will be sent. */
export interface PlannedSend {
  readonly message: SimulatedMessage;
  /** When it is first sent, in the story's time. */
  readonly dueSeconds: number;
  readonly key: "newest" | "former" | "wrong";
  /** How wrong the sender's clock is. */
  readonly clockOffsetSeconds: number;
  readonly alter: ((message: SimulatedMessage, signed: SignedMessage) => SignedMessage) | null;
  /** Sent without waiting for the answer to the one before it. */
  readonly together: boolean;
  /** What a good receiver does with it. */
  readonly expects: Expectation;
}

/** Plans how the messages of a story are sent, well behaved (`null`) or not. Pure. */
export function planSends(messages: readonly ToldMessage[], misbehaviour: Misbehaviour | null, { signsTime, random }: { readonly signsTime: boolean; readonly random: Random }): readonly PlannedSend[] {
  const honest = messages.map(({ message, atSeconds }) => plain(message, atSeconds));
  const each = (change: Partial<PlannedSend>): readonly PlannedSend[] => honest.map((send) => ({ ...send, ...change }));
  const stale = { clockOffsetSeconds: -daySeconds, expects: signsTime ? "refused" : "taken" } as const;
  switch (misbehaviour) {
    case null:
      return honest;
    case "duplicate":
      return honest.flatMap((send) => [send, send]);
    case "disorder":
      return disordered(honest, random);
    case "delay":
      return honest.map((send) => ({ ...send, dueSeconds: send.dueSeconds + randomInt(random, 2) * randomInt(random, daySeconds) }));
    case "burst":
      return each({ together: true, dueSeconds: honest[0]?.dueSeconds ?? 0 });
    case "two-bodies":
      return messages.flatMap(({ message, twin, atSeconds }) => [plain(message, atSeconds), plain(twin(), atSeconds + twinAfterSeconds)]);
    case "replay-old":
      return [...honest, ...honest.slice(0, 1).map((send) => ({ ...send, ...stale, dueSeconds: honest.at(-1)?.dueSeconds ?? 0 }))];
    case "old-key":
      return each({ key: "former", expects: "either" });
    case "clock-off":
      return each({ clockOffsetSeconds: -3_600, expects: signsTime ? "refused" : "taken" });
    case "wrong-key":
      return each({ key: "wrong", expects: "refused" });
    case "tamper":
      return each({ alter: tamper, expects: "refused" });
    case "truncate":
      return honest.map((send, index) => ({ ...send, ...(index % 2 === 0 ? cut : halved) }));
  }
}

const cut: Partial<PlannedSend> = { alter: (_message, signed) => truncate(signed, "broken"), expects: "unanswered" };
const halved: Partial<PlannedSend> = { alter: (_message, signed) => truncate(signed, "passed on"), expects: "refused" };

function plain(message: SimulatedMessage, dueSeconds: number): PlannedSend {
  return { message, dueSeconds, key: "newest", clockOffsetSeconds: 0, alter: null, together: false, expects: "taken" };
}

/** Every message comes when another one would have; never in the order of the story where there are two or more. */
function disordered(sends: readonly PlannedSend[], random: Random): readonly PlannedSend[] {
  const pool = [...sends];
  const mixed: PlannedSend[] = [];
  while (pool.length > 0) mixed.push(...pool.splice(randomInt(random, pool.length), 1));
  const isSame = mixed.every((send, index) => send === sends[index]);
  return (isSame ? [...sends].reverse() : mixed).map((send, index) => ({ ...send, dueSeconds: sends[index]?.dueSeconds ?? send.dueSeconds }));
}
