import { z } from "zod";
import { getCustomer } from "#lib/transactions/get-customer";
import { getTransaction } from "#lib/transactions/get-transaction";
import { customerShape } from "#lib/transactions/customer-shape";
import { exportQuery, exportTransactions } from "#lib/transactions/export-transactions";
import { transactionFilters, transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { totalTransactions } from "#lib/transactions/total-transactions";
import { totalsShape } from "#lib/transactions/totals-shape";
import { transactionDetailShape, transactionShape } from "#lib/transactions/transaction-shape";
import { defineRoute } from "./define-route.ts";
import { beginExport } from "./open-exports.ts";
import { page } from "./page.ts";
import { textStream } from "./text-stream.ts";

export const listTransactionsRoute = defineRoute({
  method: "GET",
  path: "/transactions",
  summary: "Payments, payouts and lone refunds, folded from their events",
  description: "Newest first, by the receipt of the first message. Name and e-mail address of the customer are masked.",
  permission: "transactions.read",
  query: transactionsQuery,
  responses: { 200: page(transactionShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listTransactions(actor, query) }),
});

export const getTransactionRoute = defineRoute({
  method: "GET",
  path: "/transactions/{id}",
  summary: "One transaction with its operations, its timeline, and why it is as it is",
  description: "Everything follows from its events alone; only a closing by hand is added by people. Name and e-mail address of the customer are masked.",
  permission: "transactions.read",
  params: z.object({ id: z.string().meta({ description: "txn_…" }) }),
  responses: { 200: transactionDetailShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getTransaction(actor, id) }),
});

export const totalTransactionsRoute = defineRoute({
  method: "GET",
  path: "/transactions/totals",
  summary: "What a filter of the list finds, added up per currency",
  description: "Takes the filters of GET /transactions. Amounts of different currencies are never added.",
  permission: "transactions.read",
  query: transactionFilters,
  responses: { 200: totalsShape },
  run: async ({ actor, query }) => ({ status: 200, body: await totalTransactions(actor, query) }),
});

export const exportTransactionsRoute = defineRoute({
  method: "GET",
  path: "/transactions/export",
  summary: "The filtered list as CSV or JSON Lines",
  description:
    "Takes the filters of GET /transactions; streamed, newest first. X-Total-Count tells how many rows will come, where that could be counted in a few seconds. CSV by RFC 4180 with a header line: texts that a spreadsheet would run as a formula begin with an apostrophe, amounts are numbers. A body that breaks off is not whole. Stands in the audit. 429 while enough exports are being written.",
  permission: "transactions.read",
  query: exportQuery,
  responses: { 200: z.string() },
  run: async ({ actor, query, request }) => {
    const end = beginExport(`${actor.type}:${actor.id}`);
    try {
      const { total, pieces } = await exportTransactions(actor, query);
      request.signal.addEventListener("abort", end);
      return new Response(textStream(pieces, end), { headers: exportHeaders(query.format, total) });
    } catch (error) {
      end();
      throw error;
    }
  },
});

function exportHeaders(format: "csv" | "jsonl", total: number | null): Record<string, string> {
  return {
    "content-type": format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8",
    "content-disposition": `attachment; filename="transactions.${format}"`,
    "cache-control": "no-store, no-transform",
    "x-content-type-options": "nosniff",
    ...(total === null ? {} : { "x-total-count": String(total) }),
  };
}

export const getCustomerRoute = defineRoute({
  method: "GET",
  path: "/customers/{reference}",
  summary: "Everything of one customer, over all sources",
  description: "By the merchant's own reference of the customer, exactly; percent-encoded in the address. Name and e-mail address are masked.",
  permission: "transactions.read",
  params: z.object({ reference: z.string().min(1).max(500) }),
  responses: { 200: customerShape },
  run: async ({ actor, params: { reference } }) => ({ status: 200, body: await getCustomer(actor, reference) }),
});
