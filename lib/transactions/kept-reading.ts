import { z } from "zod";
import { avsResults, cvcResults } from "#lib/providers/card-checks";
import { type FactKind, factKinds } from "#lib/providers/fact";
import type { PaymentReading } from "#lib/providers/payment-reading";

const text = z.string().nullable();
const moment = z.iso.datetime().transform((written) => new Date(written)).nullable();
const money = z.object({ amountMinor: z.string().transform(BigInt), currency: z.string(), exponent: z.number() }).nullable();
const isFactKind = (kind: string): kind is FactKind => factKinds.has(kind);

const kept = z.object({
  providerType: z.string(),
  occurredAt: moment,
  flags: z.array(z.string()),
  facts: z.array(z.object({ kind: z.string().refine(isFactKind), payment: text, operation: z.string(), amount: money, at: moment, implied: z.boolean(), scope: z.enum(["payment", "session"]) })),
  details: z.object({
    method: z.object({ type: text, brand: text, last4: text }),
    customer: z.object({ reference: text, name: z.null(), email: z.null(), country: text }),
    avs: z.object({ result: z.enum(avsResults), providerCode: z.string() }).nullable(),
    cvc: z.object({ result: z.enum(cvcResults), providerCode: z.string() }).nullable(),
    fee: money,
    session: text,
    statement: text,
    note: z.object({ payment: z.string(), operation: z.string() }).nullable(),
  }),
});

/** JSON of everything that a fold takes from a message, without name and address of the customer. */
export function writeReading(reading: PaymentReading): string {
  const { reference, country } = reading.details.customer;
  const customer = { reference: reference?.includes("@") === true ? null : reference, name: null, email: null, country };
  return JSON.stringify({ ...reading, details: { ...reading.details, customer } }, (_name, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** Throws where it is not what `writeReading` writes. */
export function readReading(json: unknown): PaymentReading {
  return kept.parse(json);
}
