import type { Pool } from "pg";
import { log } from "#lib/platform/log";
import { afterOutcomes, type Health, isHopeless, type Outcomes, startProbe, unknownHealth } from "./breaker.ts";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { lockHealth, readHealth, writeHealth } from "./health.sql.ts";

const noOutcomes: Outcomes = { succeeded: 0, failed: 0, holdMs: null };
/** Good news of a healthy target can wait for so long. */
const goodNewsEveryMs = 1_000;

/** What others must know of how endpoints fare. */
export interface HealthNews {
  readonly onHopeless: (endpointId: string) => void;
  /** It opened for the first time, or closed; not of probes between. */
  readonly onCircuit: (endpointId: string, circuit: "open" | "closed") => void;
}

/** How endpoints fare: what all workers wrote, with what came back here since. */
export class HealthBook {
  private known: ReadonlyMap<string, Health> = new Map();
  private news = new Map<string, Outcomes>();
  private told = new Map<string, number>();
  private readonly pool: Pool;
  private readonly tell: HealthNews;

  constructor(pool: Pool, tell: HealthNews) {
    this.pool = pool;
    this.tell = tell;
  }

  of(endpointId: string): Health {
    return this.known.get(endpointId) ?? unknownHealth;
  }

  add(endpointId: string, outcome: Outcomes): void {
    const before = this.news.get(endpointId) ?? noOutcomes;
    this.news.set(endpointId, {
      succeeded: before.succeeded + outcome.succeeded,
      failed: before.failed + outcome.failed,
      holdMs: outcome.holdMs === null ? before.holdMs : Math.max(before.holdMs ?? 0, outcome.holdMs),
    });
  }

  /** Reads what other workers wrote. */
  async refresh(): Promise<void> {
    this.known = await readHealth(this.pool);
  }

  /** Writes what is worth it. True where a circuit changed. */
  async flush(nowMs: number, everything = false): Promise<boolean> {
    const due = [...this.news].filter(([id, { failed }]) => everything || failed > 0 || !isPlain(this.of(id)) || nowMs - (this.told.get(id) ?? 0) >= goodNewsEveryMs);
    if (due.length === 0) return false;
    for (const [id] of due) {
      this.news.delete(id);
      this.told.set(id, nowMs);
    }
    try {
      return await this.write(new Map(due));
    } catch (error) {
      for (const [id, outcomes] of due) this.add(id, outcomes);
      throw error;
    }
  }

  /** Half-opens an endpoint's circuit where it is time; false where another worker did so or it is not. */
  async tryProbe(endpointId: string): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { byId, nowMs } = await lockHealth(client, [endpointId]);
      const health = byId.get(endpointId);
      const next = health === undefined ? null : startProbe(health, nowMs);
      if (next === null) return false;
      await writeHealth(client, endpointId, next);
      this.learn(new Map([[endpointId, next]]));
      return true;
    });
  }

  private async write(news: ReadonlyMap<string, Outcomes>): Promise<boolean> {
    const { before, after } = await inTransaction(this.pool, async (client) => {
      const { byId, nowMs: at } = await lockHealth(client, [...news.keys()]);
      const next = new Map([...byId].map(([id, health]): [string, Health] => [id, afterOutcomes(health, news.get(id) ?? noOutcomes, at)]));
      for (const [id, health] of next) await writeHealth(client, id, health);
      for (const [id, health] of next) if (isHopeless(health, at)) this.tell.onHopeless(id);
      return { before: byId, after: next };
    });
    this.learn(after);
    const changed = [...after].filter(([id, { circuit }]) => before.get(id)?.circuit !== circuit);
    for (const [endpointId, { circuit }] of changed) log().warn({ endpointId, circuit }, circuit === "open" ? "an endpoint keeps failing: only probes are sent to it" : "an endpoint's circuit changed");
    for (const [endpointId, { circuit, probeFailures }] of changed) if (circuit === "closed" || (circuit === "open" && probeFailures === 0)) this.tell.onCircuit(endpointId, circuit);
    return changed.length > 0;
  }

  private learn(news: ReadonlyMap<string, Health>): void {
    this.known = new Map([...this.known, ...news]);
  }
}

function isPlain({ circuit, openedAtMs, failingSinceMs }: Health): boolean {
  return circuit === "closed" && openedAtMs === null && failingSinceMs === null;
}
