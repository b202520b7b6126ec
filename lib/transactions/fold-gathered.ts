import { fold, type FoldedTransaction } from "./fold.ts";
import type { FoldMessage } from "./fold-input.ts";
import { nameKey } from "./gather-messages.ts";
import { mergeCopies } from "./merge-copies.ts";
import { groupByPayment } from "./payment-groups.ts";
import { foldMessage, isKept, type Message } from "./read-message.ts";
import { repeatedEvents } from "./repeated-events.ts";
import { readDetails } from "./transaction-details.ts";
import type { PaymentName } from "./stored-messages.sql.ts";
import type { StoredTransaction } from "./stored-transactions.sql.ts";

/** The messages of one payment and what they say together. */
export interface FoldedGroup extends PaymentName {
  readonly messages: readonly Message[];
  /** `null` while no message holds a fact. */
  readonly folded: FoldedTransaction | null;
  /** The row that it had. */
  readonly own: StoredTransaction | null;
  /** Rows of what has become a part of it: an unlinked refund, a session before its payment. */
  readonly joined: readonly StoredTransaction[];
  /** Messages that came while it was closed by hand. */
  readonly lateIds: ReadonlySet<string>;
  readonly repeatedIds: ReadonlySet<string>;
}

export function foldGathered(
  messages: readonly Message[],
  copies: ReadonlyMap<string, readonly FoldMessage[]>,
  rows: readonly StoredTransaction[],
): readonly FoldedGroup[] {
  const rowByName = new Map(rows.map((row) => [nameKey(row), row]));
  const groups: FoldedGroup[] = [];
  for (const [sourceId, own] of Map.groupBy(messages, ({ row }) => row.sourceId)) {
    const byRoot = groupByPayment(own);
    for (const [reference, members] of byRoot) {
      const former = namesWithin(members).filter((name) => name !== reference && !byRoot.has(name));
      const joined = former.flatMap((name) => rowByName.get(nameKey({ sourceId, reference: name })) ?? []);
      groups.push(foldGroup({ sourceId, reference }, members, copies, rowByName.get(nameKey({ sourceId, reference })) ?? null, joined));
    }
  }
  return groups;
}

/** Every name under which a part of the payment may have had a row of its own. */
function namesWithin(members: readonly Message[]): readonly string[] {
  const names = members.flatMap(({ place: { reference, session, link } }) => [reference, session, link?.operation ?? null]);
  return [...new Set(names.filter((name) => name !== null))];
}

/** Readings that are kept say nothing about the person: what the row knows of him stays where no message says better. */
function withKnownCustomer(folded: FoldedTransaction, own: StoredTransaction | null): FoldedTransaction {
  if (own === null || own.details === null) return folded;
  const { customer: known, why: before } = readDetails(own.details);
  const { reference, name, email, country } = folded.customer;
  const why = folded.why.map((one) => (one.field === "customer" && one.eventId === null ? (before.find(({ field }) => field === "customer") ?? one) : one));
  return { ...folded, why, customer: { reference: reference ?? known.reference, name: name ?? known.name, email: email ?? known.email, country: country ?? known.country } };
}

function foldGroup(name: PaymentName, messages: readonly Message[], copies: ReadonlyMap<string, readonly FoldMessage[]>, own: StoredTransaction | null, joined: readonly StoredTransaction[]): FoldedGroup {
  const closings = [own, ...joined].flatMap((row) => (row?.resolution === undefined || row.resolution === null ? [] : [row.resolution.at.getTime()]));
  const closedAt = closings.length === 0 ? null : Math.min(...closings);
  const late = messages.filter(({ row }) => row.state !== "processed" && closedAt !== null && row.receivedAt.getTime() > closedAt);
  const lateIds = new Set(late.map(({ row }) => row.id));
  const told = messages.flatMap((message) => [foldMessage(message, lateIds.has(message.row.id)), ...(copies.get(message.row.id) ?? [])]);
  const provider = messages[0]?.provider;
  const fromMessages = provider === undefined ? null : fold({ provider, reference: name.reference, messages: told });
  const folded = fromMessages !== null && messages.some(isKept) ? withKnownCustomer(fromMessages, own) : fromMessages;
  // A group without facts has no transaction, and can say a thing twice all the same.
  const repeated = folded?.repeatedEventIds ?? (messages.length < 2 ? [] : repeatedEvents(mergeCopies(told)));
  return { ...name, messages, folded, own, joined, lateIds, repeatedIds: new Set(repeated) };
}
