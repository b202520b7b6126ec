import { performance } from "node:perf_hooks";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import type { Misbehaviour } from "#lib/simulator/misbehaviour";
import { playClock } from "#lib/simulator/play-clock";
import type { PlayedAttempt } from "#lib/simulator/play-sends";
import { type PlayedStory, playStory } from "#lib/simulator/play-story";
import type { ReceivedAnswer } from "#lib/simulator/received-answer";
import type { SimulatedPayment } from "#lib/simulator/simulated-payment";
import { SimulationError } from "#lib/simulator/simulation";
import type { Story } from "#lib/simulator/story";
import type { TestSource } from "./open-test-source.ts";
import { postToOwnDoor } from "./post-to-own-door.ts";

export interface DoorPlay {
  readonly source: TestSource;
  readonly story: Story;
  readonly payment: SimulatedPayment;
  readonly startSeconds: number;
  readonly misbehaviour: Misbehaviour | null;
  /** How many times as fast the time of the story passes; `null`: nobody waits. */
  readonly speed: number | null;
  /** Unique for this play: what it writes follows from it, and its kept requests are found by it. */
  readonly mark: string;
}

/** One message as it went through our own door. */
export interface DoorAttempt extends PlayedAttempt {
  readonly at: string;
  readonly durationMs: number;
  readonly mark: string;
}

/**
 * Tells a story to a test source as its provider would, or as badly as asked, to the door of this very process over real HTTP; each
 * message once. The attempts are in the order in which they were answered. Throws `Problem` where the source's key cannot sign.
 */
export async function playAtOwnDoor({ source, story, payment, startSeconds, misbehaviour, speed, mark }: DoorPlay): Promise<PlayedStory & { readonly attempts: readonly DoorAttempt[] }> {
  const sent = new Map<ReceivedAnswer, Pick<DoorAttempt, "at" | "durationMs" | "mark">>();
  const attempts: DoorAttempt[] = [];
  let count = 0;
  const played = await playStory({
    story,
    settings: source.settings,
    mode: "test",
    payment,
    startSeconds,
    seed: mark,
    misbehaviour,
    keys: { newest: () => [source.secret], former: source.formerSecret },
    clock: playClock(() => systemClock.now(), speed),
    attempts: 1,
    post: async (message, timeLimitMs, kind) => {
      const own = `${mark}-${String((count += 1))}`;
      const [at, startedMs] = [new Date(systemClock.now()).toISOString(), performance.now()];
      const answer = await postToOwnDoor(kind, source.token, message, timeLimitMs, own);
      sent.set(answer, { at, durationMs: Math.round(performance.now() - startedMs), mark: own });
      return answer;
    },
    onAttempt: (attempt) => {
      const details = sent.get(attempt.answer);
      if (details !== undefined) attempts.push({ ...attempt, ...details });
    },
  }).catch((error: unknown) => {
    throw error instanceof SimulationError ? new Problem("unprocessable", error.message) : error;
  });
  return { ...played, attempts };
}

/** `misbehave` asks for a former key that this source does not have. Throws `Problem` then. */
export function requireFormerKey({ name, formerSecret }: TestSource, misbehaviour: Misbehaviour | null): void {
  if (misbehaviour === "old-key" && formerSecret === null) throw new Problem("conflict", `“${name}” has one key alone, so that there is no former one to sign with. Rotate its key first.`);
}
