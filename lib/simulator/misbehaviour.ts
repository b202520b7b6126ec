import type { Random } from "./randomness.ts";
import { randomInt } from "./randomness.ts";
import type { SignedMessage, SimulatedMessage } from "./simulation.ts";
import { tamper } from "./tamper.ts";
import { daySeconds } from "./tale.ts";
import type { ToldMessage } from "./tell-story.ts";
import { truncate } from "./truncate.ts";

/** Long enough that the true message was taken, were it by a retry. */
const twinAfterSeconds = 2 * daySeconds;

/** What a provider, its network or an attacker may do with messages. */
export const misbehaviours = [
  "duplicate", "disorder", "delay", "burst", "two-bodies", "replay-old", "old-key", "clock-off", "wrong-key", "tamper", "truncate",
] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

/** In words, for lists and help. */
export const misbehaviourTitles: Readonly<Record<Misbehaviour, string>> = {
  duplicate: "every message comes twice",
  disorder: "messages come in another order",
  delay: "some messages come up to a day late",
  burst: "all messages come at once",
  "two-bodies": "one identity comes with two contents; the first one counts",
  "replay-old": "the first message comes again as it was signed a day ago",
  "old-key": "signed with a former key",
  "clock-off": "signed by a clock that is an hour wrong",
  "wrong-key": "signed with a key that is not the source's",
  tamper: "one signed character is changed after signing",
  truncate: "the second half of the body is missing",
};

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
  /** What a good receiver does with it; `either` where that depends on its keys. */
  readonly expects: "taken" | "refused" | "either";
}

/** True where nothing of the story may reach a good receiver: it must end as if nobody had told it. */
export function isForgery(misbehaviour: Misbehaviour | null, signsTime: boolean): boolean {
  return misbehaviour === "wrong-key" || misbehaviour === "tamper" || misbehaviour === "truncate" || (misbehaviour === "clock-off" && signsTime);
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
      return each({ alter: (_message, signed) => truncate(signed), expects: "refused" });
  }
}

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
