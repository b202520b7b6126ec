import { randomBytes } from "node:crypto";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fillPayments } from "#tests/support/fill-payments";
import { eventCounts } from "./bare-server.sql.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { startNode } from "./child.ts";
import { loadResult, type LoadResult } from "./load-generator.ts";
import { countLost } from "./measure.ts";
import { processorSeconds } from "./process-figures.ts";
import { seedSession } from "./seed-session.sql.ts";
import { type RunningTarget, startProduct } from "./targets.ts";

export interface PageFigures {
  readonly answered: number;
  readonly perSecond: number;
  readonly p95Ms: number;
}

export interface PagesFigures {
  readonly name: string;
  /** Requests per second; the median of the rounds. */
  readonly receivingAlone: number;
  readonly receivingBesidePages: number;
  readonly pagesAlone: PageFigures;
  readonly pagesBesideReceiving: PageFigures;
  /** Processor time of the first process for each page, while nothing is received; `null` where the system does not tell. */
  readonly frontMsPerPage: number | null;
  readonly lost: number;
}

export interface PagesPlan {
  readonly transactions: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Flags of the servers to measure, each in its turn. */
  readonly ways: readonly (readonly string[])[];
}

/** Rows of every column, with totals: nothing else renders for longer. */
const heaviestPage = "/transactions";
const receivingConnections = 32;
const drainLimitMs = 60_000;

/** One client that asks for the heaviest page again and again, and one that sends messages as fast as they are answered: each alone, then both at once, in turns. */
export async function measurePages(on: BenchDatabase, { transactions, rounds, seconds }: PagesPlan, flags: readonly string[]): Promise<PagesFigures> {
  const secret = `gw_${randomBytes(24).toString("base64url")}`;
  const target = await startProduct(on, secret, flags);
  try {
    await fillPayments(target.pool, { transactions, events: 2, requests: 500, days: 30, endMs: Date.now() });
    const page = { url: new URL(heaviestPage, target.url).href, cookie: await seedSession(target.pool, target.sessionSecret ?? "") };
    const loads: { readonly prefix: string; readonly load: LoadResult }[] = [];
    const receive = async (): Promise<number> => {
      const prefix = "abcdefghijklmnop".charAt(loads.length);
      const order = { url: target.url, secret, prefix, connections: receivingConnections, seconds, ratePerSecond: null };
      const generator = startNode(["tests/bench/load-generator.ts", JSON.stringify(order)], {});
      const load = loadResult.parse(JSON.parse(await generator.output()));
      loads.push({ prefix, load });
      return load.perSecond;
    };
    await Promise.all([receive(), lookFor(page, seconds * 1000)]);
    await settle(target);
    const before = processorSeconds(target.pid);
    const pagesAlone = await lookFor(page, seconds * 1000);
    const after = processorSeconds(target.pid);
    const [alone, beside, pages]: [number[], number[], PageFigures[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await receive());
      await settle(target);
      const both = await Promise.all([receive(), lookFor(page, seconds * 1000)]);
      beside.push(both[0]);
      pages.push(both[1]);
      await settle(target);
    }
    let lost = 0;
    for (const { prefix, load } of loads) lost += await countLost(target, prefix, load);
    const worst = pages.toSorted((one, other) => other.p95Ms - one.p95Ms)[0] ?? pagesAlone;
    return {
      name: flags.length === 0 ? "pages in a process of their own" : "pages in the process that receives",
      receivingAlone: median(alone),
      receivingBesidePages: median(beside),
      pagesAlone,
      pagesBesideReceiving: worst,
      frontMsPerPage: before === null || after === null ? null : ((after - before) * 1000) / Math.max(1, pagesAlone.answered),
      lost,
    };
  } finally {
    await target.stop();
  }
}

/** Asks for a page again and again, each time as soon as the last one is whole. */
async function lookFor({ url, cookie }: { readonly url: string; readonly cookie: string }, ms: number): Promise<PageFigures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < ms) {
    const askedMs = performance.now();
    await new Promise<void>((resolve, reject) => {
      http
        .get(url, { agent, headers: { cookie, "accept-encoding": "gzip" } }, (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${url} was answered ${String(answer.statusCode)}`));
          answer.on("error", reject).on("end", resolve).resume();
        })
        .on("error", reject);
    });
    times.push(performance.now() - askedMs);
  }
  agent.destroy();
  const sorted = times.toSorted((one, other) => one - other);
  return { answered: times.length, perSecond: (times.length * 1000) / (performance.now() - startMs), p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0 };
}

/** So that the next load does not pay for the events of the last one. */
async function settle(target: RunningTarget): Promise<void> {
  for (const endMs = performance.now() + drainLimitMs; performance.now() < endMs; await sleep(100)) {
    if ((await eventCounts(target.pool)).pending === 0) return;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
