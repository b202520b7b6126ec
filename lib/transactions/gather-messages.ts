import { loadKeptMembers, loadKeptPaymentsOfSessions } from "./kept-readings.sql.ts";
import { setImmediate as othersTurn } from "node:timers/promises";
import type { Connection, PaymentLink, PaymentName, StoredMessage } from "./stored-messages.sql.ts";
import { loadLinks, loadMembers, loadPaymentsOfSessions, lockPayments } from "./stored-messages.sql.ts";
import { type Message, readKept, readMessage } from "./read-message.ts";

const readInTurn = 200;

/** Everything that has to be folded together with what a set began with. */
export interface Gathered {
  /** Every payment, operation and session that is touched; all of them locked. */
  readonly names: readonly PaymentName[];
  readonly messages: readonly Message[];
  /** Links that are stored already, by `linkKey`. */
  readonly links: ReadonlySet<string>;
}

export function nameKey({ sourceId, reference }: PaymentName): string {
  return `${sourceId} ${reference}`;
}

export function linkKey({ sourceId, operation, payment }: PaymentLink): string {
  return JSON.stringify([sourceId, operation, payment]);
}

/**
 * Locks what the messages and names touch, and loads the other messages of the same payments: along links in both
 * directions, and the sessions in which they were made. What turns up on the way is locked and looked at too, until
 * nothing new does: then nobody else can change these payments before the end of this transaction.
 */
export async function gatherMessages(client: Connection, atHand: readonly Message[], asked: readonly PaymentName[]): Promise<Gathered> {
  const names = new Map<string, PaymentName>();
  const messages = new Map(atHand.map((message) => [message.row.id, message]));
  const links = new Set<string>();
  // A session's own message joins every payment made in it; a payment needs the session's messages alone.
  const wholeSessions = new Map([...asked, ...atHand.flatMap(({ row, place }) => (place.isSession ? placeNames(row, place) : []))].map((name) => [nameKey(name), name]));
  let frontier = onlyNew(names, [...asked, ...atHand.flatMap(namesOf)]);
  while (frontier.length > 0) {
    await lockPayments(client, frontier);
    const linked = await loadLinks(client, frontier);
    for (const link of linked) links.add(linkKey(link));
    const rows = await loadMembers(client, frontier);
    const kept = (await loadKeptMembers(client, frontier)).filter(({ id }) => !messages.has(id));
    const members = [...kept.map(readKept), ...(await readAll(rows.filter(({ id }) => !messages.has(id))))];
    for (const row of rows) {
      const atHandMessage = messages.get(row.id);
      // Somebody else was quicker with it, after it was loaded: what stands in its row now is what may have to change.
      if (atHandMessage !== undefined) messages.set(row.id, { ...atHandMessage, row });
    }
    for (const member of members) messages.set(member.row.id, member);
    const sessions = frontier.filter((name) => wholeSessions.has(nameKey(name)));
    const payments = sessions.length === 0 ? [] : [...(await loadPaymentsOfSessions(client, sessions)), ...(await loadKeptPaymentsOfSessions(client, sessions))];
    frontier = onlyNew(names, [...linked.flatMap(endsOf), ...members.flatMap(namesOf), ...payments]);
  }
  return { names: [...names.values()], messages: [...messages.values()], links };
}

/** A payment of thousands of messages leaves others their turn while they are read. */
async function readAll(rows: readonly StoredMessage[]): Promise<Message[]> {
  const read: Message[] = [];
  for (const row of rows) {
    read.push(readMessage(row));
    if (read.length % readInTurn === 0) await othersTurn();
  }
  return read;
}

function onlyNew(known: Map<string, PaymentName>, found: readonly PaymentName[]): PaymentName[] {
  const fresh: PaymentName[] = [];
  for (const name of found) {
    const key = nameKey(name);
    if (known.has(key)) continue;
    known.set(key, name);
    fresh.push(name);
  }
  return fresh;
}

/** Where a message belongs, by today's reading and by the one before it. */
function namesOf({ row, place }: Message): PaymentName[] {
  return [...placeNames(row, place), ...named(row, row.paymentReference, row.paymentSession)];
}

function placeNames(row: StoredMessage, { reference, link, session }: Message["place"]): PaymentName[] {
  return named(row, reference, session, link?.operation ?? null);
}

function named({ sourceId }: StoredMessage, ...references: readonly (string | null)[]): PaymentName[] {
  return references.flatMap((reference) => (reference === null ? [] : [{ sourceId, reference }]));
}

function endsOf({ sourceId, operation, payment }: PaymentLink): PaymentName[] {
  return [{ sourceId, reference: operation }, { sourceId, reference: payment }];
}
