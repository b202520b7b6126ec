import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { startProbe } from "./breaker.ts";
import type { Claimed, Want } from "./claim.sql.ts";
import type { HealthBook } from "./health-book.ts";
import { Lane } from "./lane.ts";
import { endpointTarget, type Target } from "./target.ts";

/** Requests that one process has under way or at hand: sockets and bodies in memory. */
const mostClaimed = 2_000;
const mostPerClaim = 256;

export interface Wanted {
  readonly wants: readonly Want[];
  readonly waitMs: number;
  /** Which look at what is due this is. */
  readonly look: number;
}

/** The lanes of all targets that may be sent to, and the fair division of this process's means among them. */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private known: readonly OpenEndpoint[] = [];
  private copies: readonly Target[] = [];
  private share = 1;
  private looks = 0;
  private unsent: Claimed[] = [];
  private readonly health: HealthBook;

  constructor(health: HealthBook) {
    this.health = health;
  }

  all(): readonly Lane[] {
    return [...this.lanes.values()];
  }

  of(targetId: string): Lane | null {
    return this.lanes.get(targetId) ?? null;
  }

  /** Endpoints as they are now. */
  follow(endpoints: readonly OpenEndpoint[]): void {
    if (endpoints === this.known) return;
    this.known = endpoints;
    this.make();
  }

  /** Copies that wait to be sent, and how many workers share the limits. */
  surround(copies: readonly Target[], workers: number): void {
    this.copies = copies;
    this.share = workers;
    this.make();
  }

  /** What was claimed for targets that are no longer sent to: whoever takes it gives it back. */
  takeUnsent(): readonly Claimed[] {
    return this.unsent.splice(0);
  }

  /** Everything may be due again. */
  lookAgain(): void {
    this.looks += 1;
    for (const lane of this.lanes.values()) {
      lane.mayBeDue = true;
      lane.health = this.health.of(lane.target.id);
    }
  }

  /** Those whose open circuit may be tried now. */
  toProbe(nowMs: number): readonly Lane[] {
    return this.all().filter((lane) => !lane.closed && lane.mayBeDue && lane.health.circuit === "open" && startProbe(lane.health, nowMs) !== null);
  }

  /** What to claim now, and after how long it is worth asking again where only a rate is in the way. */
  wants(nowMs: number, monotonicMs: number): Wanted {
    const lanes = this.all().filter(({ mayBeDue, closed }) => mayBeDue && !closed);
    const claimed = this.all().reduce((sum, lane) => sum + lane.claimed, 0);
    // Half of our means are for whoever wants them, the other half in equal parts: targets that never answer cannot take all.
    const fairPart = Math.max(1, Math.floor(mostClaimed / 2 / Math.max(1, this.lanes.size)));
    let left = Math.min(mostClaimed - claimed, mostPerClaim);
    let waitMs = Number.POSITIVE_INFINITY;
    const wants: Want[] = [];
    for (const [index, lane] of lanes.entries()) {
      const room = lane.room(nowMs, monotonicMs);
      const most = Math.min(room, claimed < mostClaimed / 2 ? room : Math.max(0, fairPart - lane.claimed), Math.max(1, Math.ceil(left / (lanes.length - index))));
      if (most > 0 && left > 0) {
        left -= most;
        wants.push({ targetId: lane.target.id, most, reserved: Math.floor(most / 4) });
      } else if (lane.target.ratePerSecond !== null) waitMs = Math.min(waitMs, Math.max(1, lane.tokenInMs(monotonicMs)));
    }
    return { wants, waitMs, look: this.looks };
  }

  /** Notes what a claim brought: a target that had less than was asked for has nothing more. */
  bring({ wants, look }: Wanted, claimed: readonly Claimed[]): void {
    const counts = new Map<string, number>();
    for (const { targetId } of claimed) counts.set(targetId, (counts.get(targetId) ?? 0) + 1);
    for (const { targetId, most, reserved } of wants) {
      const lane = this.lanes.get(targetId);
      const count = counts.get(targetId) ?? 0;
      if (lane === undefined) continue;
      lane.spend(count);
      // Unless there was a word meanwhile, which this claim may have missed.
      if (count < most - reserved && look === this.looks) lane.mayBeDue = false;
    }
  }

  private make(): void {
    const targets = [...this.known.filter(({ status }) => status === "enabled").map(endpointTarget), ...this.copies];
    const wanted = new Set(targets.map(({ id }) => id));
    for (const [id, lane] of this.lanes) {
      if (wanted.has(id)) continue;
      this.unsent.push(...lane.ready.splice(0));
      lane.closed = true;
      if (lane.inFlight === 0) this.lanes.delete(id);
    }
    for (const target of targets) {
      const lane = this.lanes.get(target.id) ?? new Lane(target);
      lane.target = target;
      lane.closed = false;
      lane.share = this.share;
      lane.health = this.health.of(target.id);
      lane.mayBeDue = true;
      this.lanes.set(target.id, lane);
    }
  }
}
