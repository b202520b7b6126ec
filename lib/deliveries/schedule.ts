/** Delays between attempts in seconds, where an endpoint has none of its own (`contract.md` §7). */
export const defaultScheduleSeconds: readonly number[] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800];

/** No attempt starts later than this after the first. */
export const lastAttemptAfterMs = 24 * 3_600_000;
/** Jitter shortens a delay by up to this part, so that what failed together does not come back together. */
export const mostJitter = 0.2;

export interface FailedTry {
  /** The endpoint's own delays; empty: the default ones. */
  readonly scheduleSeconds: readonly number[];
  /** Attempts made in this round, the failed one included. */
  readonly tries: number;
  /** When the first of them started, and now. */
  readonly firstAttemptAtMs: number;
  readonly nowMs: number;
  /** What the target asked for. */
  readonly retryAfterMs: number | null;
  /** From 0 to 1. */
  readonly random: number;
}

/** How long to wait before the next attempt; `null`: there is none, for it would be one too many or too late. */
export function delayAfter({ scheduleSeconds, tries, firstAttemptAtMs, nowMs, retryAfterMs, random }: FailedTry): number | null {
  const schedule = scheduleSeconds.length === 0 ? defaultScheduleSeconds : scheduleSeconds;
  const seconds = schedule[tries - 1];
  if (seconds === undefined) return null;
  const jittered = seconds * 1000 * (1 - mostJitter * Math.min(1, Math.max(0, random)));
  const delayMs = Math.ceil(Math.max(jittered, retryAfterMs ?? 0));
  return nowMs + delayMs - firstAttemptAtMs > lastAttemptAfterMs ? null : delayMs;
}

/** `Retry-After` (RFC 9110, section 10.2.3): seconds, or an HTTP date. `null` for anything else and for what is past. */
export function retryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return null;
  const waitMs = Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) && waitMs > 0 ? waitMs : null;
}
