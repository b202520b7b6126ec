import { type Health, mostInFlight, unknownHealth } from "./breaker.ts";
import type { Claimed } from "./claim.sql.ts";
import type { Target } from "./target.ts";
import { type Bucket, refill } from "./token-bucket.ts";

/** So many are fetched ahead at most, for targets that answer fast. */
const mostAhead = 32;
const paceEveryMs = 1_000;

/** What one process has under way for one target. */
export class Lane {
  target: Target;
  health: Health = unknownHealth;
  /** Of the target's limits, what this process may use: there may be several workers. */
  share = 1;
  /** Paused, disabled or gone: what is under way ends, and nothing more is taken. */
  closed = false;
  /** May have more that is due. */
  mayBeDue = true;
  inFlight = 0;
  /** Claimed and not sent yet. */
  readonly ready: Claimed[] = [];
  private bucket: Bucket | null = null;
  private ended = 0;
  private endedBefore = 0;
  private pacedAtMs = 0;

  constructor(target: Target) {
    this.target = target;
  }

  get claimed(): number {
    return this.inFlight + this.ready.length;
  }

  /** How many may be under way at once. */
  limit(nowMs: number): number {
    if (this.closed) return 0;
    const whole = mostInFlight(this.health, this.target.maxInFlight, nowMs);
    return whole === 0 ? 0 : Math.max(1, Math.floor(whole / this.share));
  }

  /** How many to claim now. */
  room(nowMs: number, monotonicMs: number): number {
    const limit = this.limit(nowMs);
    if (limit === 0) return 0;
    if (this.target.ratePerSecond !== null) return Math.max(0, Math.min(limit - this.claimed, Math.floor(this.tokens(monotonicMs))));
    return Math.max(0, limit + this.ahead(monotonicMs) - this.claimed);
  }

  /** Takes from the rate what a claim brought. */
  spend(count: number): void {
    if (this.bucket !== null) this.bucket = { ...this.bucket, tokens: this.bucket.tokens - count };
  }

  /** Until there is a token again; 0 where there is no rate. */
  tokenInMs(monotonicMs: number): number {
    if (this.target.ratePerSecond === null) return 0;
    const lacking = 1 - this.tokens(monotonicMs);
    return lacking <= 0 ? 0 : Math.ceil((lacking * 1000) / this.rate());
  }

  noteEnd(): void {
    this.inFlight -= 1;
    this.ended += 1;
  }

  private rate(): number {
    return (this.target.ratePerSecond ?? 0) / this.share;
  }

  private tokens(monotonicMs: number): number {
    this.bucket = refill(this.bucket, this.rate(), monotonicMs);
    return this.bucket.tokens;
  }

  /** As many as end in 25 ms: they are at hand when a place is free, and never wait long. */
  private ahead(monotonicMs: number): number {
    if (monotonicMs - this.pacedAtMs >= paceEveryMs) {
      this.pacedAtMs = monotonicMs;
      this.endedBefore = this.ended;
      this.ended = 0;
    }
    return this.health.circuit === "half_open" ? 0 : Math.min(mostAhead, Math.floor(Math.max(this.ended, this.endedBefore) / 40));
  }
}
