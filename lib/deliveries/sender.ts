import type { Pool } from "pg";
import type { EndpointCache } from "#lib/endpoints/endpoint-cache";
import type { FigureBook } from "#lib/endpoints/figure-book";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { firstIdAt } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { metrics } from "#lib/platform/metrics";
import type { OutboundRequest, OutboundResult } from "#lib/platform/outbound/exchange";
import { attempt, unsendable } from "./attempt.ts";
import { type Claimed, claimDue, leaseMs } from "./claim.sql.ts";
import type { DatabaseClock } from "./database-clock.ts";
import type { HealthBook } from "./health-book.ts";
import type { Lane } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import type { Recorder } from "./recorder.ts";
import { holdForSource, releaseLeases } from "./release.sql.ts";
import { snapshotOf } from "./keep-snapshots.ts";

export interface SenderParts {
  readonly pool: Pool;
  readonly endpoints: EndpointCache;
  readonly send: (request: OutboundRequest) => Promise<OutboundResult>;
  readonly lanes: Lanes;
  readonly health: HealthBook;
  readonly figures: FigureBook;
  readonly recorder: Recorder;
  readonly clock: DatabaseClock;
  /** An endpoint answered that it is gone. */
  readonly onGone: (endpointId: string) => void;
}

/** A first attempt of this age is no longer new: what came since goes before it. */
const freshMs = 60_000;
/** Rounds follow one another no closer: each claim then brings several deliveries. */
const roundEveryMs = 4;
const idleMs = 1_000;
const pauseAfterErrorMs = 300;
/** Outcomes that wait to be written before no more is sent: the database is away or slow. */
const mostUnrecorded = 2_000;
/** A claimed delivery that waited longer could outlive its lease in the attempt. */
const sendWithinMs = leaseMs - 20_000;

/** Takes what is due and sends it, as fast as targets, limits and the database allow. */
export class Sender {
  private woken = false;
  private wakeUp: (() => void) | null = null;
  private stopped = false;
  private readonly claimedAtMs = new WeakMap<Claimed, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly parts: SenderParts;

  constructor(parts: SenderParts) {
    this.parts = parts;
  }

  /** Something may be due. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    while (!this.stopped) {
      const startedAtMs = performance.now();
      let waitMs: number;
      try {
        waitMs = await this.round();
      } catch (error) {
        if (isUnavailable(error)) log().warn({ err: error }, "deliveries wait for the database");
        else log().error({ err: error }, "a round of deliveries failed");
        waitMs = pauseAfterErrorMs;
        this.woken = false;
      }
      await this.rest(waitMs);
      const tooSoonMs = roundEveryMs - (performance.now() - startedAtMs);
      if (tooSoonMs > 0 && !this.stopped) await new Promise((resolve) => setTimeout(resolve, tooSoonMs));
    }
  }

  /** Takes nothing more, gives back what was not sent, and waits for what is under way. */
  async stop(waitMs: number): Promise<void> {
    this.stopped = true;
    this.wake();
    const unsent = [...this.parts.lanes.takeUnsent(), ...this.parts.lanes.all().flatMap((lane) => lane.ready.splice(0))];
    if (unsent.length > 0) await releaseLeases(this.parts.pool, unsent).catch((error: unknown) => log().warn({ err: error }, "deliveries could not be given back; their leases end by themselves"));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([Promise.all(this.underWay), new Promise((resolve) => (timer = setTimeout(resolve, waitMs)))]);
    clearTimeout(timer);
  }

  /** Returns how long nothing can happen unless somebody wakes us. */
  private async round(): Promise<number> {
    this.woken = false;
    const { pool, lanes, clock, recorder, endpoints } = this.parts;
    lanes.follow((await endpoints.get()).all);
    await this.giveBack(lanes.takeUnsent());
    await this.probe();
    if (recorder.backlog > mostUnrecorded) return idleMs;
    const wanted = lanes.wants(clock.nowMs(), performance.now());
    const { wants, waitMs } = wanted;
    if (wants.length === 0) return Math.min(waitMs, idleMs);
    const claimed = await claimDue(pool, wants, firstIdAt(Date.now() - freshMs));
    const [first] = claimed;
    if (first !== undefined) clock.set(first.nowMs);
    lanes.bring(wanted, claimed);
    await this.start(claimed);
    return claimed.length > 0 ? 0 : Math.min(waitMs, idleMs);
  }

  private async probe(): Promise<void> {
    const { lanes, health, clock } = this.parts;
    for (const lane of lanes.toProbe(clock.nowMs())) {
      await health.tryProbe(lane.target.id);
      lane.health = health.of(lane.target.id);
    }
  }

  private async start(claimed: readonly Claimed[]): Promise<void> {
    const targetless: Claimed[] = [];
    const held = claimed.flatMap((delivery) => (delivery.source?.status === "paused" ? [{ ...delivery, sourceId: delivery.source.id }] : []));
    const atMs = performance.now();
    for (const delivery of claimed) {
      if (delivery.source?.status === "paused") continue;
      const lane = this.parts.lanes.of(delivery.targetId);
      if (lane === null || lane.closed) {
        targetless.push(delivery);
        continue;
      }
      this.claimedAtMs.set(delivery, atMs);
      lane.ready.push(delivery);
    }
    for (const lane of this.parts.lanes.all()) this.pump(lane);
    if (held.length > 0) await holdForSource(this.parts.pool, held);
    await this.giveBack(targetless);
  }

  /** A target that is paused and soon resumed must not wait for the end of leases. */
  private async giveBack(unsent: readonly Claimed[]): Promise<void> {
    if (unsent.length > 0) await releaseLeases(this.parts.pool, unsent);
  }

  /** Sends what is at hand, as far as the limit goes. */
  private pump(lane: Lane): void {
    const limit = lane.limit(this.parts.clock.nowMs());
    while (!this.stopped && lane.inFlight < limit) {
      const delivery = lane.ready.shift();
      if (delivery === undefined) return;
      // Who was stopped meanwhile leaves it to whoever takes it next.
      if (performance.now() - (this.claimedAtMs.get(delivery) ?? 0) > sendWithinMs) continue;
      lane.inFlight += 1;
      const sending = this.deliver(lane, delivery).finally(() => this.underWay.delete(sending));
      this.underWay.add(sending);
    }
  }

  private async deliver(lane: Lane, delivery: Claimed): Promise<void> {
    const { pool, send, clock, recorder, health, figures, onGone } = this.parts;
    try {
      const { record, judgement } = await attempt({ send, clock, snapshotOf: (eventId) => snapshotOf(pool, eventId) }, delivery, lane.target).finally(() => lane.noteEnd());
      this.goOn(lane);
      const wasOurs = await recorder.add(record);
      if (!wasOurs || judgement === null) return;
      metrics().attempts.inc({ outcome: judgement.status === "pending" ? "retried" : judgement.status });
      if (!lane.target.isEndpoint) return;
      const succeeded = judgement.status === "succeeded";
      health.add(lane.target.id, { succeeded: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, holdMs: judgement.holdMs });
      figures.add(lane.target.id, { atMs: clock.nowMs(), succeeded, durationMs: record.attempt?.durationMs ?? 0 });
      if (judgement.gone) onGone(lane.target.id);
    } catch (error) {
      this.goOn(lane);
      if (isUnavailable(error)) return;
      log().error({ err: error, deliveryId: delivery.id }, "a delivery could not be sent");
      await recorder.add(unsendable(delivery, "not_sendable"));
    }
  }

  private goOn(lane: Lane): void {
    this.pump(lane);
    if (lane.mayBeDue) this.wake();
  }

  private rest(waitMs: number): Promise<void> {
    if (this.woken || this.stopped || waitMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wakeUp?.(), waitMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        this.wakeUp = null;
        resolve();
      };
    });
  }
}
