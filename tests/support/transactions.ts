import type { Money } from "#lib/providers/fact";
import { newId, publicId } from "#lib/platform/ids";
import { type TransactionDetails, writeDetails } from "#lib/transactions/transaction-details";
import type { TestDatabase } from "./database.ts";

/** What a test says of a transaction; the rest is a captured card payment of 25.99 EUR. */
export interface StoredTransaction extends Partial<TransactionDetails> {
  readonly sourceId: string;
  readonly mode?: "test" | "live";
  readonly reference?: string;
  readonly kind?: "payment" | "payout" | "refund";
  readonly status?: string;
  readonly dispute?: string;
  readonly unlinked?: boolean;
  readonly resolved?: { readonly status: string; readonly note: string; readonly by: string };
  readonly anomalies?: readonly { readonly code: string; readonly evidence?: object; readonly acknowledgedBy?: string }[];
  /** When its first message was received. */
  readonly at?: Date;
}

export const eur = (amountMinor: bigint | number): Money => ({ amountMinor: BigInt(amountMinor), currency: "EUR", exponent: 2 });

export async function storedSource(db: TestDatabase, more: { readonly provider?: string; readonly mode?: "test" | "live" } = {}): Promise<string> {
  const { id } = await db.prisma.source.create({ data: { id: newId(), provider: more.provider ?? "gateway", name: "A shop", mode: more.mode ?? "test", settings: {} } });
  return id;
}

/** A row as a projection writes it; the fold itself is not run. */
export async function storedTransaction(db: TestDatabase, given: StoredTransaction): Promise<{ id: string; uuid: string }> {
  const at = given.at ?? new Date();
  const uuid = given.at === undefined ? newId() : idAt(at);
  const reference = given.reference ?? `pay_${uuid}`;
  const details = detailsOf(given, reference);
  const { amount, amounts, method, customer } = details;
  const minor = (money: Money | null): bigint | null => (money !== null && money.currency === amount?.currency ? money.amountMinor : null);
  const status = given.status ?? "captured";
  await db.prisma.transaction.create({
    data: {
      id: uuid, sourceId: given.sourceId, reference, mode: given.mode ?? "test", kind: given.kind ?? "payment",
      status: given.resolved?.status ?? status, foldedStatus: status, dispute: given.dispute ?? "none", unlinked: given.unlinked ?? false,
      currency: amount?.currency ?? null, exponent: amount?.exponent ?? null, amountMinor: amount?.amountMinor ?? null,
      authorizedMinor: minor(amounts.authorized), capturedMinor: minor(amounts.captured), refundedMinor: minor(amounts.refunded), disputedMinor: minor(amounts.disputed),
      methodType: method.type, methodBrand: method.brand, last4: method.last4, customerReference: customer.reference,
      search: searchTerms(details),
      details: JSON.parse(writeDetails(details)) as object,
      ...(given.resolved === undefined ? {} : { resolutionStatus: given.resolved.status, resolutionNote: given.resolved.note, resolutionBy: given.resolved.by, resolutionAt: at }),
      createdAt: at, updatedAt: at,
      anomalies: { create: (given.anomalies ?? []).map(({ code, evidence, acknowledgedBy }) => ({ code, evidence: evidence ?? { eventIds: [], evidence: {} }, raisedAt: at, ...(acknowledgedBy === undefined ? {} : { acknowledgedAt: at, acknowledgedBy }) })) },
    },
  });
  return { id: publicId("transaction", uuid), uuid };
}

function detailsOf(given: StoredTransaction, reference: string): TransactionDetails {
  const amount = given.amount === undefined ? eur(2599) : given.amount;
  return {
    amount,
    amounts: given.amounts ?? { authorized: amount, captured: amount, refunded: amount === null ? null : { ...amount, amountMinor: 0n }, disputed: amount === null ? null : { ...amount, amountMinor: 0n }, fees: null },
    method: given.method ?? { type: "card", brand: "visa", last4: "1111" },
    customer: given.customer ?? { reference: null, name: null, email: null, country: null },
    avs: given.avs ?? null,
    cvc: given.cvc ?? null,
    references: given.references ?? [reference],
    operations: given.operations ?? [],
    why: given.why ?? [],
    eventIds: given.eventIds ?? [],
    repeatedEventIds: given.repeatedEventIds ?? [],
    firstAt: given.firstAt ?? null,
    lastAt: given.lastAt ?? null,
  };
}

function searchTerms({ references, method, customer }: TransactionDetails): string[] {
  return [
    ...references,
    ...(method.last4 === null ? [] : [`last4:${method.last4}`]),
    ...(customer.email === null ? [] : [`email:${customer.email.toLowerCase()}`]),
    ...(customer.reference === null ? [] : [`customer:${customer.reference}`]),
  ];
}

/** Ids are in the order of making only for the present: the sequence goes by hand for a moment that is given. */
let sequence = 0;
function idAt(at: Date): string {
  sequence += 1;
  const time = at.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${sequence.toString(16).padStart(12, "0")}`;
}
