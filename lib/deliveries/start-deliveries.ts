import type { Pool } from "pg";
import { addFigures } from "#lib/endpoints/endpoint-figures.sql";
import { FigureBook } from "#lib/endpoints/figure-book";
import { openEndpointCache } from "#lib/endpoints/open-endpoint-cache";
import type { EndpointCache } from "#lib/endpoints/endpoint-cache";
import type { Notifications } from "#lib/platform/database/notifications";
import { createPool } from "#lib/platform/database/pool";
import { log } from "#lib/platform/log";
import type { OutboundRequest, OutboundResult } from "#lib/platform/outbound/exchange";
import type { KeyRing } from "#lib/platform/seal";
import { DatabaseClock } from "./database-clock.ts";
import { disableEndpoint } from "./disable-endpoint.ts";
import { feedReplays } from "./feed-replays.ts";
import { HealthBook } from "./health-book.ts";
import { Lanes } from "./lanes.ts";
import { recordOutcomes, tellDelivered } from "./record.sql.ts";
import { Recorder } from "./recorder.ts";
import { endUnsendable, releaseHeld } from "./release.sql.ts";
import { Sender } from "./sender.ts";
import { readSurroundings } from "./sweeps.sql.ts";
import { copyTarget } from "./target.ts";
import { tellCircuit } from "./tell-circuit.ts";

export interface DeliveriesOptions {
  readonly url: string;
  readonly notifications: Notifications;
  readonly ring: KeyRing;
  readonly send: (request: OutboundRequest) => Promise<OutboundResult>;
}

export interface Deliveries {
  /** What this process knows of endpoints, for the fan-out. */
  readonly endpoints: EndpointCache;
  readonly stop: () => Promise<void>;
}

const lookEveryMs = 1_000;
const newsEveryMs = 100;
const feedEveryMs = 250;
/** With the worker's other parts, less than the time that a process has to stop. */
const stopWithinMs = 4_000;

/** Starts sending, on a pool of its own whose commits are on disk: an attempt that was recorded is never made again. */
export async function startDeliveries({ url, notifications, ring, send }: DeliveriesOptions): Promise<Deliveries> {
  const pool = createPool({
    url,
    name: "deliveries",
    max: 6,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 15_000,
    queryTimeoutMs: 16_000,
    // As the worker's: plans are kept from when the tables were empty.
    options: "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c synchronous_commit=on",
    keepWarm: true,
  });
  const endpoints = openEndpointCache(pool, ring, notifications);
  const clock = new DatabaseClock();
  const disable = (reason: "gone" | "failing") => (endpointId: string) =>
    void disableEndpoint(endpointId, reason).catch((error: unknown) => log().warn({ err: error, endpointId }, "an endpoint could not be disabled; its next answer brings it up again"));
  const health = new HealthBook(pool, {
    onHopeless: disable("failing"),
    onCircuit: (endpointId, circuit) => void tellCircuit(endpointId, circuit).catch((error: unknown) => log().warn({ err: error, endpointId, circuit }, "that a circuit changed could not be put in the audit")),
  });
  const figures = new FigureBook((sums) => addFigures(pool, sums));
  const lanes = new Lanes(health);
  let recorded = false;
  const recorder = new Recorder(async (records) => {
    const ours = await recordOutcomes(pool, records);
    recorded = true;
    return ours;
  });
  const sender = new Sender({ pool, endpoints, send, lanes, health, figures, recorder, clock, onGone: disable("gone") });
  const lookAgain = (): void => {
    lanes.lookAgain();
    sender.wake();
  };
  const look = once("a look at what is due", async () => {
    await lookAround(pool, { clock, health, lanes, ring });
    lookAgain();
  });
  const tellNews = once("writing how endpoints fare", async () => {
    if (recorded) {
      recorded = false;
      await tellDelivered(pool);
    }
    if (await health.flush(clock.nowMs())) lookAgain();
    await figures.flush(clock.nowMs());
  });
  const feed = once("feeding replays", async () => {
    await feedReplays(pool, endpoints);
  });
  const stopListening = [
    notifications.listen("countersign_deliveries", lookAgain),
    notifications.listen("countersign_endpoints", lookAgain),
    notifications.listen("countersign_sources", () => void look.run()),
  ];
  await look.run();
  const timers = [setInterval(() => void look.run(), lookEveryMs), setInterval(() => void tellNews.run(), newsEveryMs), setInterval(() => void feed.run(), feedEveryMs)];
  const running = sender.run();
  return {
    endpoints,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      for (const end of stopListening) end();
      await sender.stop(stopWithinMs);
      recorder.close();
      await Promise.all([running, look.ended(), tellNews.ended(), feed.ended()]);
      await health.flush(clock.nowMs(), true).catch((error: unknown) => log().warn({ err: error }, "how endpoints fare could not be written"));
      await figures.flush(clock.nowMs(), true).catch((error: unknown) => log().warn({ err: error }, "the last figures of endpoints could not be written"));
      await pool.end();
    },
  };
}

interface Around {
  readonly clock: DatabaseClock;
  readonly health: HealthBook;
  readonly lanes: Lanes;
  readonly ring: KeyRing;
}

async function lookAround(pool: Pool, { clock, health, lanes, ring }: Around): Promise<void> {
  const { nowMs, workers, copies } = await readSurroundings(pool);
  clock.set(nowMs);
  await health.refresh();
  lanes.surround(copies.map(({ replayId, url, sealedSecret }) => copyTarget({ replayId, url, secret: ring.open(sealedSecret, { purpose: "endpoint_secret", rowId: replayId }) })), workers);
  await releaseHeld(pool);
  await endUnsendable(pool);
}

interface Repeated {
  readonly run: () => Promise<void>;
  /** Resolves when no round is under way. */
  readonly ended: () => Promise<void>;
}

/** One round at a time; one that fails is logged, and there is a next. */
function once(name: string, round: () => Promise<void>): Repeated {
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    try {
      await round();
    } catch (error) {
      log().warn({ err: error }, `${name} failed; it is tried again`);
    } finally {
      running = null;
    }
  };
  return { run: () => (running ??= run()), ended: () => running ?? Promise.resolve() };
}
