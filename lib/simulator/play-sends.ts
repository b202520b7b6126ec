import type { PlannedSend } from "./plan-sends.ts";
import type { Judgement, ReceivedAnswer } from "./received-answer.ts";
import type { SendingManner } from "./sending-manner.ts";
import type { SignedMessage, SimulatedMessage } from "./simulation.ts";

export interface PlayKeys {
  /** The keys that sign now, the newest first; asked for at every attempt. */
  readonly newest: () => readonly [string, ...string[]];
  readonly former: string | null;
  readonly wrong: string;
}

/** The time by which a provider is played. */
export interface PlayClock {
  /** The real time, which signatures carry. */
  readonly nowSeconds: () => number;
  /** Waits that long in the time of the story; a clock that is sped up returns sooner. */
  readonly wait: (seconds: number) => Promise<void>;
}

export interface PlayInput {
  readonly sends: readonly PlannedSend[];
  readonly manner: SendingManner;
  readonly keys: PlayKeys;
  readonly clock: PlayClock;
  /** Posts over HTTP; an answer of any status is an answer. Never throws. */
  readonly post: (message: SignedMessage, timeLimitMs: number, kind: SimulatedMessage["kind"]) => Promise<ReceivedAnswer>;
  /** The most attempts for one message; as many as the provider makes unless given. */
  readonly attempts?: number;
  readonly onAttempt?: (attempt: PlayedAttempt) => void;
  /** Asked before every attempt. */
  readonly shouldStop?: () => boolean;
}

export interface PlayedAttempt {
  /** The place of its message in `sends`. */
  readonly index: number;
  readonly send: PlannedSend;
  /** From 1. */
  readonly number: number;
  /** When it was made, in the time of the story. */
  readonly atSeconds: number;
  readonly answer: ReceivedAnswer;
  readonly judgement: Judgement;
}

export interface PlayedSend {
  readonly send: PlannedSend;
  readonly attempts: readonly PlayedAttempt[];
  /** `given_up`: not taken in all attempts; `stopped`: the play ended before. */
  readonly outcome: "taken" | "final" | "given_up" | "stopped";
}

interface Running {
  readonly index: number;
  readonly send: PlannedSend;
  readonly attempts: PlayedAttempt[];
  dueSeconds: number;
  /** As it was signed when it was made, where the provider does not sign again. */
  made: SignedMessage | null;
  outcome: PlayedSend["outcome"] | null;
}

/**
 * Sends planned messages as the provider does: each when it is due, again on its schedule while the receiver does not take it, later ones
 * behind it where the provider keeps a queue. One at a time, so that a story is told alike every time; only what is planned together goes together.
 */
export async function playSends(input: PlayInput): Promise<readonly PlayedSend[]> {
  const { sends, manner, clock } = input;
  const running = sends.map((send, index): Running => ({ index, send, attempts: [], dueSeconds: send.dueSeconds, made: null, outcome: null }));
  let now = Math.min(...sends.map(({ dueSeconds }) => dueSeconds));
  for (let next = nextOf(running, manner, now); next.length > 0 && input.shouldStop?.() !== true; next = nextOf(running, manner, now)) {
    const due = Math.max(now, ...next.map(({ dueSeconds }) => dueSeconds));
    if (due > now) await clock.wait(due - now);
    now = due;
    const at = now;
    if (!manner.signsAgain) signThoseMade(input, running, now);
    await Promise.all(next.map((one) => attempt(input, one, at)));
  }
  return running.map(({ send, attempts, outcome }) => ({ send, attempts, outcome: outcome ?? "stopped" }));
}

/** What is due next: one message, or several that go together. A provider that queues goes on only when its first is done with. */
function nextOf(running: readonly Running[], { queues }: SendingManner, now: number): readonly Running[] {
  const open = running.filter(({ outcome }) => outcome === null);
  const tried = queues ? open.find(({ attempts }) => attempts.length > 0) : undefined;
  if (tried !== undefined) return [tried];
  const [first] = [...open].sort((a, b) => Math.max(now, a.dueSeconds) - Math.max(now, b.dueSeconds) || a.dueSeconds - b.dueSeconds || a.index - b.index);
  if (first === undefined) return [];
  return first.send.together ? open.filter(({ send, dueSeconds }) => send.together && dueSeconds === first.dueSeconds) : [first];
}

/** What waits in a queue was signed when it was made, and keeps that signature. */
function signThoseMade(input: PlayInput, running: readonly Running[], now: number): void {
  for (const one of running) if (one.made === null && one.send.dueSeconds <= now) one.made = signed(input, one.send);
}

async function attempt(input: PlayInput, one: Running, atSeconds: number): Promise<void> {
  const { manner, onAttempt, attempts: most = Number.POSITIVE_INFINITY } = input;
  const { message } = one.send;
  const answer = await input.post(one.made ?? signed(input, one.send), manner.timeLimitMs, message.kind);
  const made: PlayedAttempt = { index: one.index, send: one.send, number: one.attempts.length + 1, atSeconds, answer, judgement: manner.judge(answer, message.kind) };
  one.attempts.push(made);
  onAttempt?.(made);
  if (made.judgement !== "again") one.outcome = made.judgement;
  else {
    const delay = made.number < most ? delayAfter(manner, made) : null;
    if (delay === null) one.outcome = "given_up";
    else one.dueSeconds = atSeconds + delay;
  }
}

/** `Retry-After` lengthens a wait; `null` when the schedule is used up. */
function delayAfter({ retryDelaysSeconds }: SendingManner, { number, answer }: PlayedAttempt): number | null {
  const delay = retryDelaysSeconds[number - 1];
  if (delay === undefined) return null;
  const asked = /^\d{1,6}$/.exec(answer.headers.get("retry-after") ?? "")?.[0];
  return Math.max(delay, asked === undefined ? 0 : Number(asked));
}

function signed({ keys, clock }: PlayInput, { message, key, clockOffsetSeconds, alter }: PlannedSend): SignedMessage {
  const secrets: readonly [string, ...string[]] = key === "wrong" ? [keys.wrong] : key === "former" && keys.former !== null ? [keys.former] : keys.newest();
  const made = message.sign(secrets, clock.nowSeconds() + clockOffsetSeconds);
  return alter === null ? made : alter(message, made);
}
