import type { Pool } from "pg";
import { attempt } from "#lib/deliveries/attempt";
import { claimDue } from "#lib/deliveries/claim.sql";
import { DatabaseClock } from "#lib/deliveries/database-clock";
import { HealthBook } from "#lib/deliveries/health-book";
import { snapshotOf } from "#lib/deliveries/keep-snapshots";
import { recordOutcomes } from "#lib/deliveries/record.sql";
import { endpointTarget } from "#lib/deliveries/target";
import { tellCircuit } from "#lib/deliveries/tell-circuit";
import type { EndpointCache } from "#lib/endpoints/endpoint-cache";
import { addFigures } from "#lib/endpoints/endpoint-figures.sql";
import { FigureBook } from "#lib/endpoints/figure-book";
import { firstIdAt } from "#lib/platform/ids";
import type { OutboundRequest, OutboundResult } from "#lib/platform/outbound/exchange";

const mostAtOnce = 200;
const freshMs = 60_000;
/** How an endpoint fares without any trouble is written this often; trouble at once. */
const tellEveryMs = 6 * 3_600_000;

/** Sends what was due in the past to receivers that answered then, and records it as the product does. */
export class PastDeliveries {
  private readonly clock = new DatabaseClock();
  private readonly health: HealthBook;
  private readonly figures: FigureBook;
  private readonly pending: Promise<void>[] = [];
  private retries = new Set<number>();
  private toldMs = 0;
  private readonly pool: Pool;
  private readonly endpoints: EndpointCache;
  private readonly answer: (request: OutboundRequest, atMs: number) => OutboundResult;

  constructor(pool: Pool, endpoints: EndpointCache, answer: (request: OutboundRequest, atMs: number) => OutboundResult) {
    this.pool = pool;
    this.endpoints = endpoints;
    this.answer = answer;
    this.health = new HealthBook(pool, { onHopeless: () => undefined, onCircuit: (id, circuit) => void this.pending.push(tellCircuit(id, circuit)) });
    this.figures = new FigureBook((sums) => addFigures(pool, sums));
  }

  /** When something is to be tried again next; `null`: nothing. */
  nextDueMs(): number | null {
    return this.retries.size === 0 ? null : Math.min(...this.retries);
  }

  /** Everything that is due now. */
  async run(nowMs: number): Promise<void> {
    this.clock.set(nowMs);
    this.retries = new Set([...this.retries].filter((atMs) => atMs > nowMs));
    let failed = 0;
    for (;;) {
      const targets = (await this.endpoints.get()).all.filter(({ status }) => status === "enabled").map(endpointTarget);
      const byId = new Map(targets.map((target) => [target.id, target]));
      const wants: { targetId: string; most: number; reserved: number }[] = [];
      for (const { id } of targets) {
        const most = await this.mostNow(id, nowMs);
        if (most > 0) wants.push({ targetId: id, most, reserved: 0 });
      }
      const claimed = wants.length === 0 ? [] : await claimDue(this.pool, wants, firstIdAt(nowMs - freshMs));
      if (claimed.length === 0) break;
      this.clock.set(nowMs);
      const done = await Promise.all(claimed.flatMap((delivery) => {
        const target = byId.get(delivery.targetId);
        return target === undefined ? [] : [attempt({ send: (request) => Promise.resolve(this.answer(request, nowMs)), clock: this.clock, snapshotOf: (eventId) => snapshotOf(this.pool, eventId) }, delivery, target).then((attempted) => ({ ...attempted, target }))];
      }));
      await recordOutcomes(this.pool, done.map(({ record }) => record));
      for (const { record, judgement, target } of done) {
        if (judgement === null) continue;
        const succeeded = judgement.status === "succeeded";
        if (!succeeded) failed += 1;
        if (record.delayMs !== null) this.retries.add(Math.ceil((nowMs + record.delayMs + 1_000) / 1_000) * 1_000);
        this.health.add(target.id, { succeeded: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, holdMs: judgement.holdMs });
        this.figures.add(target.id, { atMs: nowMs, succeeded, durationMs: record.attempt?.durationMs ?? 0 });
      }
      if (failed > 0) await this.tell(nowMs);
      if (failed === 0 && claimed.length < mostAtOnce && wants.every(({ most }) => most === mostAtOnce)) break;
    }
    if (nowMs - this.toldMs >= tellEveryMs) await this.tell(nowMs);
  }

  /** Writes what is left. */
  async end(nowMs: number): Promise<void> {
    await this.tell(nowMs);
    await this.figures.flush(nowMs, true);
  }

  /** None while a circuit is open, one at a time while it is tried. */
  private async mostNow(id: string, nowMs: number): Promise<number> {
    const { circuit, nextProbeAtMs } = this.health.of(id);
    if (circuit === "closed") return mostAtOnce;
    if (circuit === "half_open") return 1;
    if (nextProbeAtMs !== null && nowMs < nextProbeAtMs) {
      this.retries.add(nextProbeAtMs);
      return 0;
    }
    return (await this.health.tryProbe(id)) ? 1 : 0;
  }

  private async tell(nowMs: number): Promise<void> {
    this.toldMs = nowMs;
    await this.health.flush(nowMs, true);
    await Promise.all(this.pending.splice(0));
  }
}
