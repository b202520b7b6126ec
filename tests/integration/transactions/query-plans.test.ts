import { beforeAll, describe, expect, it } from "vitest";
import { transactionFilters, transactionsQuery } from "#lib/transactions/list-queries";
import { findTransactions } from "#lib/transactions/transaction-rows.sql";
import { sumTransactions } from "#lib/transactions/transaction-sums.sql";
import { testDatabase } from "#tests/support/database";
import { explainStatements } from "#tests/support/explain-statements";
import { fillPayments } from "#tests/support/fill-payments";
import { listCases } from "../../bench/list-cases.ts";

const db = await testDatabase();
const transactions = 40_000;

beforeAll(async () => {
  await fillPayments(db.pool, { transactions, events: 0, days: 20, endMs: Date.now() });
}, 60_000);

describe("every filter of the list of transactions, alone and in pairs", () => {
  it.each(listCases.map(({ name, query }) => [name, query] as const))("%s: reads no table whole, and the same few rows however many there are", async (_name, query) => {
    const { pool, work } = explainStatements(db.pool);
    await findTransactions(pool, transactionsQuery.parse(query), null);
    expect(work.wholeTables).toEqual([]);
    // The newest five thousand, and what an index finds: one in six has the most frequent value of a pair.
    expect(work.rows).toBeLessThan(transactions / 2);
  });

  it.each(listCases.map(({ name, query }) => [name, query] as const))("%s: totals read no table whole", async (_name, query) => {
    const { pool, work } = explainStatements(db.pool);
    await sumTransactions(pool, transactionFilters.parse(query));
    expect(work.wholeTables).toEqual([]);
  });
});
