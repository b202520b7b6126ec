import type { PoolClient } from "pg";
import { foldGathered, type FoldedGroup } from "./fold-gathered.ts";
import { gatherMessages, type Gathered, linkKey } from "./gather-messages.ts";
import { type FoldMessage } from "./fold-input.ts";
import { loadKeptCopies } from "./kept-readings.sql.ts";
import { afterCloseFlag, isKept, type Message, readCopy, readKeptCopy } from "./read-message.ts";
import { insertLinks, loadCopies, type PaymentLink, type PaymentName } from "./stored-messages.sql.ts";
import { loadTransactions, type StoredTransaction } from "./stored-transactions.sql.ts";
import { type EventToWrite, writeEvents } from "./write-events.sql.ts";
import { writeFolds } from "./write-folds.ts";

/** An event that was read for the first time. */
export interface ProjectedEvent {
  readonly id: string;
  readonly requestId: string;
  readonly itemIndex: number;
  readonly sourceId: string;
  readonly provider: string;
  readonly mode: string;
  readonly type: string;
  readonly providerType: string;
  readonly receivedAt: Date;
  readonly repeat: boolean;
  readonly transactionId: string | null;
}

export interface Projection {
  readonly projected: readonly ProjectedEvent[];
  readonly groups: readonly FoldedGroup[];
  /** As they were before. */
  readonly rows: readonly StoredTransaction[];
}

/**
 * Folds the payments that these messages and names touch, and writes everything that follows, in the caller's
 * transaction. Whoever comes second finds what the first one wrote: the same rows, whatever the order.
 */
export async function project(client: PoolClient, atHand: readonly Message[], asked: readonly PaymentName[]): Promise<Projection> {
  const gathered = await gatherMessages(client, atHand, asked);
  await writeLinks(client, gathered);
  const copies = await readCopies(client, gathered.messages);
  const rows = gathered.names.length === 0 ? [] : await loadTransactions(client, gathered.names, asked.length > 0 || gathered.messages.some(isKept));
  const groups = foldGathered(gathered.messages, copies, rows);
  const transactionIds = await writeFolds(client, { messages: gathered.messages, groups, rows, onlyChanged: asked.length > 0 });
  return { projected: await writeMessages(client, gathered.messages, groups, transactionIds), groups, rows };
}

async function writeLinks(client: PoolClient, { messages, links: known }: Gathered): Promise<void> {
  const links = new Map<string, PaymentLink>();
  for (const { row, place } of messages) {
    if (place.link === null) continue;
    const link = { sourceId: row.sourceId, ...place.link };
    const key = linkKey(link);
    if (!known.has(key)) links.set(key, link);
  }
  if (links.size > 0) await insertLinks(client, [...links.values()]);
}

/** Copies matter where they may differ: an honest one can bring a later time and newer details. */
async function readCopies(client: PoolClient, messages: readonly Message[]): Promise<ReadonlyMap<string, readonly FoldMessage[]>> {
  const copied = new Map(messages.filter(({ row }) => row.hasCopies).map((message) => [message.row.id, message]));
  if (copied.size === 0) return new Map();
  const copies = new Map<string, FoldMessage[]>();
  for (const copy of await loadCopies(client, [...copied.keys()])) {
    const message = copied.get(copy.id);
    if (message !== undefined) copies.set(copy.id, [...(copies.get(copy.id) ?? []), readCopy(message, copy)]);
  }
  for (const copy of await loadKeptCopies(client, [...copied.keys()])) {
    const message = copied.get(copy.id);
    if (message !== undefined) copies.set(copy.id, [...(copies.get(copy.id) ?? []), readKeptCopy(message, copy)]);
  }
  return copies;
}

async function writeMessages(client: PoolClient, messages: readonly Message[], groups: readonly FoldedGroup[], transactionIds: ReadonlyMap<FoldedGroup, string>): Promise<ProjectedEvent[]> {
  const groupByEvent = new Map<string, FoldedGroup>();
  for (const group of groups) {
    for (const { row } of group.messages) {
      // A session's message belongs to several: the one that sorts first, whatever came first.
      const known = groupByEvent.get(row.id);
      if (known === undefined || group.reference < known.reference) groupByEvent.set(row.id, group);
    }
  }
  const fresh: EventToWrite[] = [];
  const changed: EventToWrite[] = [];
  for (const message of messages) {
    const group = groupByEvent.get(message.row.id);
    const event = eventFrom(message, group, group === undefined ? null : (transactionIds.get(group) ?? null));
    if (message.row.state !== "processed") fresh.push(event);
    else if (isChanged(message, event)) changed.push(event);
  }
  if (fresh.length + changed.length === 0) return [];
  const written = new Set(await writeEvents(client, fresh, changed));
  const freshById = new Map(fresh.map((event) => [event.id, event]));
  return messages.flatMap(({ row }) => {
    const event = written.has(row.id) ? freshById.get(row.id) : undefined;
    if (event === undefined) return [];
    const { id, requestId, itemIndex, sourceId, provider, mode, receivedAt } = row;
    const { type, providerType, repeat, transactionId } = event;
    return [{ id, requestId, itemIndex, sourceId, provider, mode, receivedAt, type, providerType, repeat, transactionId }];
  });
}

function eventFrom({ row, event, place }: Message, group: FoldedGroup | undefined, transactionId: string | null): EventToWrite {
  const isLate = row.flags.includes(afterCloseFlag) || group?.lateIds.has(row.id) === true;
  return {
    id: row.id,
    type: event.type,
    providerType: event.providerType,
    occurredAt: event.occurredAt?.toISOString() ?? null,
    references: event.references,
    flags: isLate ? [...event.flags, afterCloseFlag] : event.flags,
    repeat: group?.repeatedIds.has(row.id) === true,
    transactionId,
    paymentReference: place.reference,
    paymentSession: place.session,
  };
}

function isChanged({ row }: Message, event: EventToWrite): boolean {
  return (
    row.transactionId !== event.transactionId ||
    row.repeat !== event.repeat ||
    row.paymentReference !== event.paymentReference ||
    row.paymentSession !== event.paymentSession ||
    row.type !== event.type ||
    row.providerType !== event.providerType ||
    (row.occurredAt?.toISOString() ?? null) !== event.occurredAt ||
    row.references.join("\n") !== event.references.join("\n") ||
    row.flags.join("\n") !== event.flags.join("\n")
  );
}
