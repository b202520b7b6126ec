import type { SourceHealth } from "./stats-shape.ts";

/** What is known of a source's traffic; times in ms, `null`: never (or not within 30 days). */
export interface SourceTraffic {
  readonly status: "active" | "paused" | "archived";
  readonly usableKeys: number;
  readonly takenAtMs: number | null;
  readonly rejectedAtMs: number | null;
  readonly quarantinedAtMs: number | null;
  readonly silenceAlarmMinutes: number | null;
  readonly createdAtMs: number;
}

export interface JudgedHealth {
  readonly health: SourceHealth;
  /** One sentence: what is the matter and what to do. */
  readonly sentence: string;
}

/** A refusal this long ago without a later message is a matter of the past. */
const refusalCountsMs = 24 * 3_600_000;

/** How a source is doing, worst first. Pure: the time is given. */
export function judgeSource(traffic: SourceTraffic, nowMs: number): JudgedHealth {
  const { takenAtMs, rejectedAtMs, quarantinedAtMs, silenceAlarmMinutes } = traffic;
  if (traffic.status === "archived") return { health: "archived", sentence: "Archived: its URL takes no messages." };
  if (traffic.usableKeys === 0) return { health: "no_key", sentence: "It has no key that verifies, so every message is refused. Add one." };
  const isAfterLastTaken = (at: number | null): at is number => at !== null && at > (takenAtMs ?? 0) && nowMs - at < refusalCountsMs;
  if (isAfterLastTaken(rejectedAtMs) && rejectedAtMs >= (quarantinedAtMs ?? 0)) {
    return { health: "refusing", sentence: "The last message was refused. Its page explains why and what to do." };
  }
  if (isAfterLastTaken(quarantinedAtMs)) {
    return { health: "quarantining", sentence: "The last message was signed with our key but could not be used. It is kept; correct the settings and verify it again." };
  }
  const lastMs = Math.max(takenAtMs ?? 0, quarantinedAtMs ?? 0, traffic.createdAtMs);
  if (silenceAlarmMinutes !== null && nowMs - lastMs > silenceAlarmMinutes * 60_000) {
    return { health: "silent", sentence: `No message for more than ${inWords(silenceAlarmMinutes)}. Check whether the provider still sends to this URL.` };
  }
  if (traffic.status === "paused") return { health: "paused", sentence: "Paused: messages are taken, and nothing is passed on." };
  if (takenAtMs === null) return { health: "waiting", sentence: "Waiting for the first message." };
  return { health: "ok", sentence: "Messages arrive and are verified." };
}

function inWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "an hour" : `${minutes / 60} hours`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
