import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { insertSource } from "#tests/runner/insert-source";
import { addEndpoint } from "#tests/support/endpoints";
import type { BenchDatabase, OneDatabase } from "./bench-database.ts";
import { messageMaker } from "./bench-message.ts";
import { type Child, startNode } from "./child.ts";
import { pendingDeliveries, seedEvents, setEndpointStatus } from "./seed-events.sql.ts";

export interface DeliveryFigures {
  readonly deliveries: number;
  readonly perSecond: number;
  /** Calls beyond one for each delivery. */
  readonly extraCalls: number;
  /** From the commit of an event at the door to its first attempt, while nothing else is to do. */
  readonly firstAttemptP50Ms: number;
  readonly firstAttemptP99Ms: number;
}

const maxInFlight = 128;
const piece = 500;
const drainWithinMs = 120_000;

/** One worker process, a receiver on loopback that answers after 50 ms, everything on this machine. */
export async function measureDeliveries(on: BenchDatabase, plan: { readonly backlog: number; readonly singles: number }): Promise<DeliveryFigures> {
  const database = await on.create();
  const ring = generateKeyRingText();
  const receiver = startNode(["tests/bench/slow-receiver.ts"], {});
  const started: Child[] = [receiver];
  try {
    const port = (await receiver.line(/listening on (\d+)/, 10_000))[1] ?? "";
    const source = await insertSource(database.pool, keyRing(ring), { provider: "gateway", settings: {}, secret: "gw_bench", mode: "test" });
    const endpoint = await addEndpoint(database.pool, keyRing(ring), { url: `http://127.0.0.1:${port}/hook`, status: "paused", maxInFlight });
    const worker = startNode(["lib/worker/main.ts"], { DATABASE_URL: database.url, ENCRYPTION_KEYS: ring, NEXTAUTH_SECRET: "b".repeat(43), ALLOW_PRIVATE_TARGETS: "127.0.0.0/8", LOG_LEVEL: "warn" });
    started.push(worker);
    await worker.line(/The worker is running/, 30_000);
    const message = messageMaker("d", "gw_bench");
    const perSecond = await drain(database, { sourceId: source.id, endpointId: endpoint.id, count: plan.backlog, message: (number) => message(number).body });
    const waits = await singles(database, source.id, plan.singles, (number) => message(plan.backlog + number).body, port);
    const { calls } = await seen(port);
    return { deliveries: plan.backlog, perSecond, extraCalls: calls - plan.backlog - plan.singles, firstAttemptP50Ms: quantile(waits, 0.5), firstAttemptP99Ms: quantile(waits, 0.99) };
  } finally {
    for (const child of started.reverse()) await child.stop();
    await database.drop();
  }
}

interface Backlog {
  readonly sourceId: string;
  readonly endpointId: string;
  readonly count: number;
  readonly message: (number: number) => Uint8Array;
}

/** Deliveries per second of a backlog that waited for its endpoint. */
async function drain({ pool }: OneDatabase, { sourceId, endpointId, count, message }: Backlog): Promise<number> {
  for (let from = 0; from < count; from += piece) await seedEvents(pool, sourceId, Array.from({ length: Math.min(piece, count - from) }, (_value, index) => message(from + index)));
  await until(async () => (await pendingDeliveries(pool)) === count);
  const startedAtMs = performance.now();
  await setEndpointStatus(pool, endpointId, "enabled");
  await until(async () => (await pendingDeliveries(pool)) === 0);
  return Math.round((count * 1000) / (performance.now() - startedAtMs));
}

/** Events one at a time. Both processes read the same clock. */
async function singles({ pool }: OneDatabase, sourceId: string, count: number, message: (number: number) => Uint8Array, port: string): Promise<number[]> {
  const committedAtMs = new Map<string, number>();
  for (let number = 0; number < count; number += 1) {
    const [id] = await seedEvents(pool, sourceId, [message(number)]);
    committedAtMs.set(`evt_${id ?? ""}`, Date.now());
    await sleep(40);
  }
  await until(async () => (await pendingDeliveries(pool)) === 0);
  const { firstAtMs } = await seen(port);
  return [...committedAtMs].map(([id, atMs]) => Math.max(0, (firstAtMs[id] ?? Number.POSITIVE_INFINITY) - atMs));
}

async function seen(port: string): Promise<{ calls: number; firstAtMs: Record<string, number> }> {
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  return z.object({ calls: z.number(), firstAtMs: z.record(z.string(), z.number()) }).parse(await answer.json());
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const deadlineMs = performance.now() + drainWithinMs; !(await isDone()); await sleep(50)) if (performance.now() > deadlineMs) throw new Error("the deliveries were not made in time");
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
