import type { Pool, PoolClient } from "pg";
import { writeAudited } from "#lib/access/command";
import { type ErasedPerson, eraseBody, eraseHeader, eraseNote, eraseText, queryWithout, writtenForms } from "#lib/events/erase-person";
import { itemText } from "#lib/events/item-text";
import { systemClock } from "#lib/platform/clock";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { idTime } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { log } from "#lib/platform/log";
import { isProviderId } from "#lib/providers/registry";
import { searchTerms } from "#lib/transactions/search-terms";
import { holdOffKeeping } from "#lib/transactions/kept-readings.sql";
import { lockPayments } from "#lib/transactions/stored-messages.sql";
import { readDetails, type TransactionDetails, writeDetails } from "#lib/transactions/transaction-details";
import {
  addErasureJob, type BodyToErase, countErased, emptyAttempts, type Erased, type ErasureRow, failErasure, findLooseEvents, findRequestsOf, findTransactionsToErase, findTroubleRequests, findValidations,
  finishErasure, forgetAnswers, isBeingRead, itemIndexesOf, lockBodies, lockSnapshots, lockViews, readCounts, renameInEvents, renameInFilters, renameInReadings, renameInValidations, takeErasure, type TransactionToErase, writeErasedRequest, writeErasedTransaction, writeSnapshot, writeView,
} from "./erase-records.sql.ts";
import { digestOf } from "./pseudonym.ts";

const transactionsInPiece = 20;
const othersInPiece = 100;
const readAgainMs = 1_000;
/** What nobody reads for so long is erased as it lies there; the worker that wakes up reads it so. */
const longestReadMs = 60_000;

/**
 * Erases the next transactions of a customer, then what else names him, and queues the piece after it. What was erased is
 * found no more: a piece that was done twice changes nothing, and whoever died in one left nothing half done.
 */
export async function erasePiece(pool: Pool, id: string): Promise<void> {
  try {
    const done = await inTransaction(pool, (client) => nextPiece(client, id));
    if (done === "more") await addErasureJob(pool, id);
    if (done === "later") await addErasureJob(pool, id, readAgainMs);
    if (done === "finished") await auditEnd(pool, id);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    log().error({ erasureId: id, err: error }, "an erasure could not go on");
    await failErasure(pool, id, error instanceof Error ? error.message.slice(0, 200) : "unknown error");
  }
}

async function nextPiece(client: PoolClient, id: string): Promise<"more" | "later" | "finished" | "held"> {
  await holdOffKeeping(client);
  const erasure = await takeErasure(client, id);
  if (erasure === null) return "held";
  const reference = installation().ring.open(erasure.sealedReference, { purpose: "erasure", rowId: id });
  const erased = (await eraseTransactions(client, erasure, reference)) ?? (await eraseOthers(client, erasure, { reference, pseudonym: erasure.pseudonym, words: [] }));
  if (erased !== null) {
    await countErased(client, id, erased);
    return "more";
  }
  if (idTime(id) > systemClock.now() - longestReadMs && (await isBeingRead(client, erasure.sourceIds, id))) return "later";
  await renameInFilters(client, reference, erasure.pseudonym);
  for (const view of await lockViews(client)) {
    const query = queryWithout(view.query, reference, erasure.pseudonym);
    if (query !== view.query) await writeView(client, view.id, query);
  }
  await forgetAnswers(client, reference);
  await finishErasure(client, id);
  return "finished";
}

async function eraseTransactions(client: PoolClient, { pseudonym, sourceIds }: ErasureRow, reference: string): Promise<Erased | null> {
  const found = await findTransactionsToErase(client, reference, sourceIds, transactionsInPiece);
  if (found.length === 0) return null;
  // Whoever folds one of them waits for the end of this, or we for his; then they are read as they are.
  await lockPayments(client, found);
  const erased = { transactions: 0, requests: 0, attempts: 0 };
  for (const transaction of await findTransactionsToErase(client, reference, sourceIds, transactionsInPiece)) {
    const { requests, attempts } = await eraseTransaction(client, transaction, reference, pseudonym);
    erased.transactions += 1;
    erased.requests += requests;
    erased.attempts += attempts;
  }
  return erased;
}

async function eraseTransaction(client: PoolClient, transaction: TransactionToErase, reference: string, pseudonym: string): Promise<Pick<Erased, "requests" | "attempts">> {
  const details = readDetails(transaction.details);
  const { name, email } = details.customer;
  const person = { reference, pseudonym, words: [name, email].filter((word) => word !== null) };
  const counts = await eraseEvents(client, details.eventIds, person);
  const without: TransactionDetails = {
    ...details,
    customer: { reference: pseudonym, name: null, email: null, country: details.customer.country },
    // The payment's own name stays, whatever the shop calls its customers.
    references: details.references.map((text) => (text === reference && text !== transaction.reference ? pseudonym : text)),
  };
  await writeErasedTransaction(client, transaction.id, writeDetails(without), searchTerms(without), pseudonym, transaction.note === null ? null : eraseNote(transaction.note, person));
  return counts;
}

async function eraseEvents(client: PoolClient, eventIds: readonly string[], person: ErasedPerson): Promise<Pick<Erased, "requests" | "attempts">> {
  const requests = await eraseRequests(client, await findRequestsOf(client, eventIds), eventIds, person);
  for (const { eventId, envelope } of await lockSnapshots(client, eventIds)) await writeSnapshot(client, eventId, eraseText(envelope, person));
  await renameInEvents(client, eventIds, person.reference, person.pseudonym);
  await renameInReadings(client, eventIds, person.reference, person.pseudonym);
  return { requests, attempts: await emptyAttempts(client, eventIds) };
}

async function eraseOthers(client: PoolClient, { sourceIds }: ErasureRow, person: ErasedPerson): Promise<Erased | null> {
  const loose = await findLooseEvents(client, person.reference, sourceIds, othersInPiece);
  if (loose.length > 0) return { transactions: 0, ...(await eraseEvents(client, loose, person)) };
  const trouble = await findTroubleRequests(client, writtenForms(person.reference), sourceIds, othersInPiece);
  if (trouble.length > 0) return { transactions: 0, attempts: 0, requests: await eraseRequests(client, trouble, [], person) };
  const asked = await findValidations(client, person.reference, sourceIds, othersInPiece);
  if (asked.length === 0) return null;
  await renameInValidations(client, asked.map(({ id }) => id), person.reference, person.pseudonym);
  return { transactions: 0, attempts: 0, requests: await eraseRequests(client, [...new Set(asked.map(({ requestId }) => requestId))], [], person) };
}

async function eraseRequests(client: PoolClient, ids: readonly string[], eventIds: readonly string[], person: ErasedPerson): Promise<number> {
  const bodies = await lockBodies(client, ids);
  for (const request of bodies) {
    const headers = request.headers.map(([name, value]) => [name, eraseHeader(name, value, person)] as const);
    await writeErasedRequest(client, request.id, await erasedBody(client, request, eventIds, person), headers);
  }
  return bodies.length;
}

/** Of a call with several items those alone that are about the customer. */
async function erasedBody(client: PoolClient, { id, provider, body, eventIds: own }: BodyToErase, eventIds: readonly string[], person: ErasedPerson): Promise<Buffer> {
  if (own.length < 2 || eventIds.length === 0 || !isProviderId(provider)) return eraseBody(body, person);
  let text = body.toString("utf8");
  for (const index of await itemIndexesOf(client, id, eventIds)) {
    const item = itemText(provider, Buffer.from(text, "utf8"), index);
    if (item === null) return eraseBody(body, person);
    text = text.replace(item, () => eraseText(item, person));
  }
  return Buffer.from(text, "utf8");
}

async function auditEnd(pool: Pool, id: string): Promise<void> {
  const row = await readCounts(pool, id);
  if (row === null) return;
  const { pseudonym, ...counts } = row;
  await writeAudited({ type: "worker", name: "worker" }, () => Promise.resolve({ output: null, audit: { action: "customer.erased", subjectType: "customer", subjectId: digestOf(pseudonym), details: { erasureId: id, ...counts } } }));
}
