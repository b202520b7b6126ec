import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { findEventsByIds } from "#lib/events/event-rows.sql";
import { presentEvent } from "#lib/events/present-event";
import { database } from "#lib/platform/database/client";
import { toPage } from "#lib/platform/keyset";
import { Problem } from "#lib/platform/problem";
import type { Customer } from "./customer-shape.ts";
import { transactionsQuery } from "./list-queries.ts";
import { presentTransaction } from "./present-transaction.ts";
import { totalTransactions } from "./total-transactions.ts";
import { readDetails } from "./transaction-details.ts";
import { findOldest, findTransactions } from "./transaction-rows.sql.ts";
import type { Transaction } from "./transaction-shape.ts";

const shown = 100;

/** What is known of one customer over all sources, personal fields masked. Throws `Problem("not_found")`. */
export async function getCustomer(actor: Actor, reference: string): Promise<Customer> {
  requirePermission(actor, "transactions.read");
  return readCustomer(actor, reference, false);
}

/** For those who may see it already: the permission was checked, and unmasking is in the audit. */
export async function readCustomer(actor: Actor, reference: string, unmasked: boolean): Promise<Customer> {
  const query = transactionsQuery.safeParse({ customer: reference, limit: String(shown) }).data;
  const { pool } = database();
  const rows = query === undefined ? [] : await findTransactions(pool, query, null);
  if (query === undefined || rows.length === 0) throw new Problem("not_found", "No transaction names this customer. References are compared exactly, capitals included.");
  const eventIds = rows.slice(0, shown).flatMap(({ details }) => readDetails(details).eventIds);
  const [totals, oldest, events] = await Promise.all([totalTransactions(actor, query), findOldest(pool, query), findEventsByIds(pool, newest(eventIds))]);
  const { data, nextCursor } = toPage("transaction", rows, shown, (row) => presentTransaction(row, unmasked));
  const told = (member: "name" | "email" | "country"): string | null => data.find(({ customer }) => customer[member] !== null)?.customer[member] ?? null;
  return {
    reference,
    name: told("name"),
    email: told("email"),
    country: told("country"),
    sourceIds: [...new Set(data.map(({ sourceId }) => sourceId))],
    firstAt: oldest?.toISOString() ?? null,
    lastAt: latest(data),
    totals,
    transactions: data,
    nextCursor,
    events: events.toReversed().map(presentEvent),
    personalMasked: !unmasked,
  };
}

/** Ids are in the order of receipt. */
function newest(eventIds: readonly string[]): readonly string[] {
  return [...new Set(eventIds)].sort().toReversed().slice(0, shown);
}

function latest(transactions: readonly Transaction[]): string | null {
  return transactions.map(({ updatedAt }) => updatedAt).sort().at(-1) ?? null;
}
