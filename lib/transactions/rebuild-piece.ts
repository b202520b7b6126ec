import type { Pool } from "pg";
import { isTransientConflict } from "#lib/access/is-transient-conflict";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { log } from "#lib/platform/log";
import { failRebuild, holdRebuild, type PieceDone, type RebuildRow, type Turn } from "./hold-rebuild.sql.ts";
import type { TransactionFilters } from "./list-queries.ts";
import { transactionFilter, scopeOf, type SourceScope } from "./transaction-filter.ts";
import { countTransactionsOf, findEventPiece, findTransactionPiece, type IdRange, type PaymentRow } from "./rebuilds.sql.ts";
import type { FieldChange } from "./transaction-difference.ts";

/** What folds again. */
export interface Folding {
  /** Says of each payment what changed. */
  readonly refold: (pool: Pool, payments: readonly { readonly sourceId: string; readonly reference: string }[]) => Promise<readonly { readonly changes: readonly FieldChange[] }[]>;
  readonly projectEvents: (pool: Pool, eventIds: readonly string[]) => Promise<unknown>;
}

export const transactionsInPiece = 200;
/** Folded in one transaction, which holds their locks: messages of them that come meanwhile wait for no more than these. */
const transactionsAtOnce = 50;
/** Most of them belong to a transaction and cost nothing but their row. */
export const eventsInPiece = 2_000;
const eventsAtOnce = 200;

/**
 * Does the next piece of a rebuild and queues the one after it. Safe to call at any time and by several workers at once:
 * only one does a piece, and a piece that was done twice, because a worker died before it could say so, changes nothing.
 */
export async function rebuildPiece(pool: Pool, id: string, folding: Folding): Promise<Turn> {
  try {
    return await holdRebuild(pool, id, (rebuild) => nextPiece(pool, rebuild, folding));
  } catch (error) {
    if (isUnavailable(error)) throw error;
    log().error({ rebuildId: id, err: error }, "a rebuild could not go on");
    await failRebuild(pool, id, messageOf(error));
    return "over";
  }
}

async function nextPiece(pool: Pool, rebuild: RebuildRow, folding: Folding): Promise<PieceDone> {
  const filter = transactionFilter.parse(rebuild.filter);
  const scope = scopeOf(filter);
  const range = { after: rebuild.cursor, lastId: rebuild.lastId };
  if (rebuild.phase === "transactions") return transactionPiece(pool, filter, range, folding, scope !== null);
  if (scope === null) throw new Error("a rebuild looks through messages although its filter names no whole sources");
  return eventPiece(pool, scope, range, folding);
}

async function transactionPiece(pool: Pool, filter: TransactionFilters, range: IdRange, folding: Folding, eventsFollow: boolean): Promise<PieceDone> {
  const payments = await findTransactionPiece(pool, filter, range, transactionsInPiece);
  let counts = none;
  for (let from = 0; from < payments.length; from += transactionsAtOnce) counts = sumOf(counts, await refoldAll(pool, payments.slice(from, from + transactionsAtOnce), folding));
  const isEnd = payments.length < transactionsInPiece;
  if (isEnd && eventsFollow) return { phase: "events", cursor: null, looked: payments.length, ...counts, isLast: false };
  return { phase: "transactions", cursor: payments.at(-1)?.id ?? range.after, looked: payments.length, ...counts, isLast: isEnd };
}

/** Those that a setting which was changed since has given a payment. */
async function eventPiece(pool: Pool, scope: SourceScope, range: IdRange, folding: Folding): Promise<PieceDone> {
  const events = await findEventPiece(pool, scope, range, eventsInPiece);
  const loose = events.flatMap(({ id, isLoose }) => (isLoose ? [id] : []));
  for (let from = 0; from < loose.length; from += eventsAtOnce) await folding.projectEvents(pool, loose.slice(from, from + eventsAtOnce));
  const changed = loose.length === 0 ? 0 : await countTransactionsOf(pool, loose);
  return { phase: "events", cursor: events.at(-1)?.id ?? range.after, looked: events.length, changed, failed: 0, error: null, isLast: events.length < eventsInPiece };
}

type Counts = Pick<PieceDone, "changed" | "failed" | "error">;
const none: Counts = { changed: 0, failed: 0, error: null };
const sumOf = (one: Counts, other: Counts): Counts => ({ changed: one.changed + other.changed, failed: one.failed + other.failed, error: other.error ?? one.error });

/** All together, and one by one where that fails, so that a payment which cannot be folded stops no other. */
async function refoldAll(pool: Pool, payments: readonly PaymentRow[], folding: Folding): Promise<Counts> {
  try {
    const refolded = await folding.refold(pool, payments);
    return { ...none, changed: refolded.filter(({ changes }) => changes.length > 0).length };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    let counts = none;
    for (const payment of payments) counts = sumOf(counts, await refoldOne(pool, payment, folding));
    return counts;
  }
}

const mostTries = 5;

async function refoldOne(pool: Pool, payment: PaymentRow, folding: Folding, attempt = 1): Promise<Counts> {
  try {
    const refolded = await folding.refold(pool, [payment]);
    return { ...none, changed: refolded.filter(({ changes }) => changes.length > 0).length };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // Somebody else was folding it in another order.
    if (isTransientConflict(error) && attempt < mostTries) return refoldOne(pool, payment, folding, attempt + 1);
    log().error({ transactionId: payment.id, err: error }, "a transaction could not be folded again");
    return { ...none, failed: 1, error: `${payment.reference}: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : "unknown error").slice(0, 500);
}
