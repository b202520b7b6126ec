import { z } from "zod";
import { avsResults, cvcResults } from "#lib/providers/card-checks";
import type { FoldedTransaction } from "./fold.ts";
import { operationKinds, operationStates } from "./operations.ts";
import { whyFields, type WhyRule, whyRules } from "./why.ts";

/** What a transaction's row keeps beside the columns that it is found and summed by. */
export type TransactionDetails = Pick<
  FoldedTransaction,
  "amount" | "amounts" | "method" | "customer" | "avs" | "cvc" | "references" | "operations" | "why" | "eventIds" | "repeatedEventIds" | "firstAt" | "lastAt"
>;

const money = z.object({ amountMinor: z.string().transform(BigInt), currency: z.string(), exponent: z.number().int() });
const moment = z.iso.datetime().transform((text) => new Date(text)).nullable();
const text = z.string().nullable();
const texts = z.array(z.string());
const isWhyRule = (rule: string): rule is WhyRule => Object.hasOwn(whyRules, rule);

const detailsText = z.object({
  amount: money.nullable(),
  amounts: z.object({ authorized: money.nullable(), captured: money.nullable(), refunded: money.nullable(), disputed: money.nullable(), fees: money.nullable() }),
  method: z.object({ type: text, brand: text, last4: text }),
  customer: z.object({ reference: text, name: text, email: text, country: text }),
  avs: z.object({ result: z.enum(avsResults), providerCode: z.string() }).nullable(),
  cvc: z.object({ result: z.enum(cvcResults), providerCode: z.string() }).nullable(),
  references: texts,
  operations: z.array(
    z.object({ kind: z.enum(operationKinds), reference: z.string(), state: z.enum(operationStates), amount: money.nullable(), beganAt: moment, at: moment, implied: z.boolean(), eventIds: texts, decidedBy: text }),
  ),
  why: z.array(z.object({ field: z.enum(whyFields), eventId: text, rule: z.string().refine(isWhyRule) })),
  eventIds: texts,
  repeatedEventIds: texts,
  firstAt: moment,
  lastAt: moment,
});

/** JSON for the column; minor units as text, so that any JSON parser keeps them exact. */
export function writeDetails(folded: TransactionDetails): string {
  const { amount, amounts, method, customer, avs, cvc, references, operations, why, eventIds, repeatedEventIds, firstAt, lastAt } = folded;
  return JSON.stringify({ amount, amounts, method, customer, avs, cvc, references, operations, why, eventIds, repeatedEventIds, firstAt, lastAt }, (_name, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

/** The column's JSON, parsed or as text. Throws where it is not what `writeDetails` writes. */
export function readDetails(json: unknown): TransactionDetails {
  return detailsText.parse(typeof json === "string" ? JSON.parse(json) : json);
}
