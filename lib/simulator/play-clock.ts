import { setTimeout as sleep } from "node:timers/promises";
import type { PlayClock } from "./play-sends.ts";

/** A clock by which the story's time passes `speed` times as fast as ours; `null`: nobody waits at all. */
export function playClock(nowMs: () => number, speed: number | null): PlayClock {
  return {
    nowSeconds: () => Math.floor(nowMs() / 1000),
    wait: async (seconds) => {
      if (speed !== null && seconds > 0) await sleep((seconds * 1000) / speed);
    },
  };
}
