import type pg from "pg";
import type { Actor } from "#lib/access/actor";
import { openDatabase } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { closeInstallation, openInstallation } from "#lib/platform/installation";
import { writeCursor } from "#lib/platform/keyset";
import { keyRing } from "#lib/platform/seal";
import { getCustomer } from "#lib/transactions/get-customer";
import { getTransaction } from "#lib/transactions/get-transaction";
import { transactionFilters, transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { totalTransactions } from "#lib/transactions/total-transactions";
import { listCases } from "./list-cases.ts";

export interface ListFigure {
  readonly name: string;
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const reader: Actor = { type: "cli", name: "bench" };

/** How long pages of lists, searches and totals take by the product's own functions, on a database that `fillPayments` filled. */
export async function measureLists(url: string, runs: number, note: (figure: ListFigure) => void): Promise<ListFigure[]> {
  const database = openDatabase(url);
  await openInstallation(database.pool, { ring: keyRing(`bench:${Buffer.alloc(32, 7).toString("base64")}`), publicUrl: "http://127.0.0.1:3000", sessionSecret: "b".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: [], metricsToken: null });
  try {
    const figures: ListFigure[] = [];
    for (const [name, run] of await casesOn(database.pool)) {
      const figure = await timed(name, runs, run);
      figures.push(figure);
      note(figure);
    }
    return figures;
  } finally {
    closeInstallation();
    await database.close();
  }
}

type Case = readonly [name: string, run: () => Promise<unknown>];

async function casesOn(pool: pg.Pool): Promise<readonly Case[]> {
  const { rows } = await pool.query<{ id: string }>("(select id from transactions order by id limit 1) union all (select id from transactions order by id desc offset least(50000, (select count(*) / 2 from transactions)) limit 1)");
  const [oldest = "", middle = ""] = rows.map(({ id }) => publicId("transaction", id));
  const list = (query: Readonly<Record<string, string>>) => listTransactions(reader, transactionsQuery.parse(query));
  return [
    ...listCases.map(({ name, query }): Case => [`list: ${name}`, () => list(query)]),
    ["list: far down", () => list({ cursor: writeCursor(middle), status: "expired" })],
    ["list: its end", () => list({ cursor: writeCursor(oldest) })],
    ["list: 200 rows", () => list({ limit: "200" })],
    ["one transaction", () => getTransaction(reader, middle)],
    ["one customer", () => getCustomer(reader, "cus_4711")],
    ...listCases.map(({ name, query }): Case => [`totals: ${name}`, () => totalTransactions(reader, transactionFilters.parse(query))]),
  ];
}

async function timed(name: string, runs: number, run: () => Promise<unknown>): Promise<ListFigure> {
  const tookMs: number[] = [];
  for (let at = 0; at < runs; at += 1) {
    const startMs = performance.now();
    await run();
    tookMs.push(performance.now() - startMs);
  }
  const sorted = tookMs.toSorted((a, b) => a - b);
  // The smallest figure that so many of them do not exceed (nearest rank). The first run, from a cold cache, is among them.
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { name, firstMs: tookMs[0] ?? 0, p50Ms: at(0.5), p95Ms: at(0.95) };
}
