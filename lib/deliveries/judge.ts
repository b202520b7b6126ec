import type { FailedTry } from "./schedule.ts";
import { delayAfter, retryAfterMs } from "./schedule.ts";

/** What came back from an attempt, as far as its outcome depends on it. */
export interface CameBack {
  readonly error: string | null;
  readonly statusCode: number | null;
  readonly headers: readonly (readonly [string, string])[];
}

export interface Judgement {
  readonly status: "pending" | "succeeded" | "failed";
  readonly delayMs: number | null;
  /** The target said that it is gone for good. */
  readonly gone: boolean;
  /** How long the target asked everybody to wait. */
  readonly holdMs: number | null;
}

/** What becomes of a delivery after an attempt (`contract.md` §7). */
export function judge({ error, statusCode, headers }: CameBack, attempt: Omit<FailedTry, "retryAfterMs">): Judgement {
  if (error === null && statusCode !== null && statusCode >= 200 && statusCode < 300) return { status: "succeeded", delayMs: null, gone: false, holdMs: null };
  if (error === null && statusCode === 410) return { status: "failed", delayMs: null, gone: true, holdMs: null };
  const asked = retryAfterMs(headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1] ?? null, attempt.nowMs);
  const delayMs = delayAfter({ ...attempt, retryAfterMs: asked });
  return { status: delayMs === null ? "failed" : "pending", delayMs, gone: false, holdMs: statusCode === 429 || statusCode === 503 ? asked : null };
}
