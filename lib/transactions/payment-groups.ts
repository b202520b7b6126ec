import type { PaymentReading } from "#lib/providers/payment-reading";
import { compareText } from "./merge-copies.ts";

/** Where one message belongs, by itself: what a projection keeps, to find the rest of the group. */
export interface PaymentPlace {
  /** The payment as the message names it, or the operation where it names none, or `order:…` for a session; `null`: no payment. */
  readonly reference: string | null;
  /** "This operation is a part of that payment." */
  readonly link: { readonly operation: string; readonly payment: string } | null;
  /** `order:…` of the session in which the payment was made; `null` for refunds, and where the provider names none. */
  readonly session: string | null;
  /** True where the message is about that session alone: it joins every payment that was made in it. */
  readonly isSession: boolean;
}

export function placeOf({ facts, details }: PaymentReading): PaymentPlace {
  const [fact] = facts;
  const named = fact === undefined ? details.note : { payment: fact.payment, operation: fact.operation };
  if (named === null) return { reference: null, link: null, session: null, isSession: false };
  const { payment, operation } = named;
  // The merchant chooses the names of orders: without a prefix, one could be mistaken for a reference of the provider's.
  const session = details.session === null ? null : `order:${details.session}`;
  if (session !== null && fact?.scope === "session") return { reference: session, link: null, session, isSession: true };
  // Adapters name one payment per event; the operation is a part of it.
  const link = payment === null || payment === operation ? null : { operation, payment };
  return { reference: payment ?? operation, link, session, isSession: false };
}

/** Follows a reference to the payment at the end of its chain: a refund of a capture of an authorization is part of the authorization. */
export function rootOf(reference: string, links: ReadonlyMap<string, string>): string {
  const seen = [reference];
  for (let at = links.get(reference); at !== undefined; at = links.get(at)) {
    const loop = seen.indexOf(at);
    // No honest provider sends a ring; whichever reference one enters it by, the same one stands for it.
    if (loop !== -1) return seen.slice(loop).sort(compareText)[0] ?? at;
    seen.push(at);
  }
  return seen.at(-1) ?? reference;
}

/** Each operation's payment; where messages disagree the one that sorts first, whatever came first. */
export function linksOf(places: Iterable<PaymentPlace>): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const { link } of places) {
    if (link === null) continue;
    const known = links.get(link.operation);
    if (known === undefined || compareText(link.payment, known) < 0) links.set(link.operation, link.payment);
  }
  return links;
}

/**
 * Sorts messages of one source by payment; keys are transaction references. A session's messages go to every payment
 * made in it, and stand alone only while there is none. Messages that belong to no payment are left out.
 */
export function groupByPayment<Message extends { readonly reading: PaymentReading }>(messages: readonly Message[]): ReadonlyMap<string, readonly Message[]> {
  const placed = messages.map((message) => ({ message, place: placeOf(message.reading) }));
  const links = linksOf(placed.map(({ place }) => place));
  const groups = new Map<string, Message[]>();
  const add = (key: string, message: Message) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [message]);
    else group.push(message);
  };
  const roots = new Map<string, Set<string>>();
  for (const { message, place } of placed) {
    if (place.reference === null || place.isSession) continue;
    const root = rootOf(place.reference, links);
    add(root, message);
    if (place.session !== null) roots.set(place.session, (roots.get(place.session) ?? new Set()).add(root));
  }
  for (const { message, place } of placed) {
    if (place.reference === null || !place.isSession) continue;
    const joined = roots.get(place.reference);
    if (joined === undefined) add(place.reference, message);
    else for (const root of joined) add(root, message);
  }
  return groups;
}
