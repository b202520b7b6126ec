import { z } from "zod";
import { getTransaction } from "#lib/transactions/get-transaction";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { transactionDetailShape, transactionShape } from "#lib/transactions/transaction-shape";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

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
