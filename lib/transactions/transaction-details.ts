import { z } from "zod";
import { avsResults, cvcResults } from "#lib/providers/card-checks";
import type { Money } from "#lib/providers/fact";
import type { FoldedTransaction } from "./fold.ts";
import { operationKinds, operationStates } from "./operations.ts";
import { type WhyField, whyFields, type WhyRule, whyRules } from "./why.ts";

/** What a transaction's row keeps beside the columns that it is found and summed by. */
export type TransactionDetails = Pick<
  FoldedTransaction,
  "amount" | "amounts" | "method" | "customer" | "avs" | "cvc" | "references" | "operations" | "why" | "eventIds" | "repeatedEventIds" | "firstAt" | "lastAt"
>;

/**
 * The column's JSON is short: amounts are one text, events are named by their place in `eventIds`, defaults are left out. Above
 * 2 kB PostgreSQL would compress every row of a payment at every change of it.
 */
const money = z
  .string()
  .regex(/^-?\d+ [A-Z]{3} \d+$/)
  .transform((text): Money => {
    const [minor = "", currency = "", exponent = ""] = text.split(" ");
    return { amountMinor: BigInt(minor), currency, exponent: Number(exponent) };
  });
const maybeMoney = money.nullable().default(null);
const moment = z.iso.datetime().transform((text) => new Date(text)).nullable().default(null);
const text = z.string().nullable().default(null);
/** Its place in `eventIds`. */
const event = z.int().nonnegative();
const isWhyRule = (rule: string): rule is WhyRule => Object.hasOwn(whyRules, rule);

const stored = z.object({
  amount: maybeMoney,
  amounts: z.object({ authorized: maybeMoney, captured: maybeMoney, refunded: maybeMoney, disputed: maybeMoney, fees: maybeMoney }),
  method: z.object({ type: text, brand: text, last4: text }),
  customer: z.object({ reference: text, name: text, email: text, country: text }),
  avs: z.object({ result: z.enum(avsResults), providerCode: z.string() }).nullable().default(null),
  cvc: z.object({ result: z.enum(cvcResults), providerCode: z.string() }).nullable().default(null),
  references: z.array(z.string()),
  eventIds: z.array(z.string()),
  repeats: z.array(event).default([]),
  operations: z.array(
    z.object({
      kind: z.enum(operationKinds),
      reference: z.string(),
      state: z.enum(operationStates),
      amount: maybeMoney,
      beganAt: moment,
      at: moment,
      implied: z.boolean().default(false),
      events: z.array(event),
      decidedBy: event.nullable().default(null),
    }),
  ),
  why: z.partialRecord(z.enum(whyFields), z.union([z.tuple([z.string().refine(isWhyRule)]), z.tuple([z.string().refine(isWhyRule), event])])),
  firstAt: moment,
  lastAt: moment,
});

/** JSON for the column. Event ids that stand nowhere in `eventIds` would be lost: the fold names none. */
export function writeDetails(folded: TransactionDetails): string {
  const places = new Map(folded.eventIds.map((id, at) => [id, at]));
  const placeOf = (id: string | null): number | null => (id === null ? null : (places.get(id) ?? null));
  const placesOf = (ids: readonly string[]): readonly number[] => ids.flatMap((id) => placeOf(id) ?? []);
  const { amount, amounts, method, customer, avs, cvc, references, eventIds, operations, why, firstAt, lastAt } = folded;
  const details = {
    amount: moneyText(amount),
    amounts: Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, moneyText(value)])),
    method,
    customer,
    avs,
    cvc,
    references,
    eventIds,
    ...(folded.repeatedEventIds.length === 0 ? {} : { repeats: placesOf(folded.repeatedEventIds) }),
    operations: operations.map(({ kind, reference, state, amount: of, beganAt, at, implied, eventIds: ids, decidedBy }) => ({
      kind, reference, state, amount: moneyText(of), beganAt, at, ...(implied ? { implied } : {}), events: placesOf(ids), decidedBy: placeOf(decidedBy),
    })),
    why: Object.fromEntries(why.flatMap(({ field, eventId, rule }) => (rule === "nothing_says" ? [] : [[field, [rule, ...placesOf(eventId === null ? [] : [eventId])]]]))),
    firstAt,
    lastAt,
  };
  return JSON.stringify(details);
}

/** The column's JSON, parsed or as text. Throws where it is not what `writeDetails` writes. */
export function readDetails(json: unknown): TransactionDetails {
  const { repeats, operations, why, ...details } = stored.parse(typeof json === "string" ? JSON.parse(json) : json);
  const idAt = (place: number): string => details.eventIds[place] ?? "";
  return {
    ...details,
    repeatedEventIds: repeats.map(idAt),
    operations: operations.map(({ events, decidedBy, ...operation }) => ({ ...operation, eventIds: events.map(idAt), decidedBy: decidedBy === null ? null : idAt(decidedBy) })),
    why: whyFields.map((field: WhyField) => {
      const [rule, place] = why[field] ?? ["nothing_says" as const];
      return { field, rule, eventId: place === undefined ? null : idAt(place) };
    }),
  };
}

function moneyText(value: Money | null): string | null {
  return value === null ? null : `${String(value.amountMinor)} ${value.currency} ${String(value.exponent)}`;
}
