import { z } from "zod";
import { avsResults, cvcResults } from "#lib/providers/card-checks";
import { providerIds } from "#lib/providers/provider";
import { anomalyCodes } from "./anomalies.ts";
import { operationKinds, operationStates } from "./operations.ts";
import { disputeStates, transactionKinds, transactionStatuses } from "./status.ts";
import { whyFields, whyRules } from "./why.ts";

const time = z.iso.datetime();

export const moneyShape = z
  .object({
    amountMinor: z.bigint().meta({ description: "Integer minor units: a JSON number, exact at any size" }),
    currency: z.string().length(3),
    exponent: z.number().int().meta({ description: "Digits after the decimal point, as the provider counts this currency" }),
  })
  .meta({ id: "Money" });

/** The final states that a person may close a transaction with. */
export const resolvableStatuses = ["captured", "refunded", "failed", "canceled", "expired"] as const;

const check = <Results extends readonly [string, ...string[]]>(results: Results) => z.object({ result: z.enum(results), providerCode: z.string().meta({ description: "As the provider wrote it" }) }).nullable();

/** A row of the list of transactions. */
export const transactionShape = z
  .object({
    id: z.string().meta({ description: "txn_…" }),
    kind: z.enum(transactionKinds).meta({ description: "refund: its payment is not known yet" }),
    sourceId: z.string(),
    provider: z.enum(providerIds),
    mode: z.enum(["test", "live"]),
    reference: z.string().meta({ description: "The provider's reference of the payment" }),
    references: z.array(z.string()).meta({ description: "Everything to search it by" }),
    status: z.enum(transactionStatuses).meta({ description: "The resolution where a person closed it, else foldedStatus" }),
    foldedStatus: z.enum(transactionStatuses).meta({ description: "What its events say together" }),
    dispute: z.enum(disputeStates),
    amount: moneyShape.nullable().meta({ description: "What it is about: authorized, else captured, else what was tried, paid out or paid back" }),
    amounts: z.object({
      authorized: moneyShape.nullable().meta({ description: "Null where no message names a currency; so in the others" }),
      captured: moneyShape.nullable(),
      refunded: moneyShape.nullable(),
      disputed: moneyShape.nullable(),
      fees: moneyShape.nullable().meta({ description: "Null where the provider's messages tell no fee" }),
    }),
    method: z.object({ type: z.string().nullable(), brand: z.string().nullable(), last4: z.string().nullable() }),
    customer: z.object({ reference: z.string().nullable(), name: z.string().nullable(), email: z.string().nullable(), country: z.string().nullable() }),
    avs: check(avsResults),
    cvc: check(cvcResults),
    unlinked: z.boolean().meta({ description: "A refund that waits for its payment" }),
    resolution: z.object({ status: z.enum(resolvableStatuses), note: z.string(), by: z.string(), at: time }).nullable(),
    anomalies: z.array(z.object({ code: z.enum(anomalyCodes), acknowledged: z.boolean() })),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Transaction" });
export type Transaction = z.infer<typeof transactionShape>;

export const operationShape = z.object({
  kind: z.enum(operationKinds),
  reference: z.string(),
  state: z.enum(operationStates),
  amount: moneyShape.nullable(),
  at: time.nullable(),
  implied: z.boolean().meta({ description: "No message tells of it, but it follows from another" }),
  eventIds: z.array(z.string()),
});

export const whyShape = z.object({
  field: z.enum(whyFields),
  eventId: z.string().nullable().meta({ description: "The event that set it; null where none says anything" }),
  rule: z.enum(Object.keys(whyRules)),
  sentence: z.string().meta({ description: "The rule, for people" }),
});

export const anomalyShape = z.object({
  code: z.enum(anomalyCodes),
  acknowledged: z.boolean(),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  raisedAt: time,
  eventIds: z.array(z.string()).meta({ description: "The events that show it" }),
  evidence: z.record(z.string(), z.union([moneyShape, z.string(), z.null()])).meta({ description: "What the code means here: amounts side by side, currencies, operations" }),
});

/** What people do to a transaction, by the names of the audit. */
export const transactionActs = ["transaction.resolve", "transaction.reopen", "transaction.rebuild", "anomaly.acknowledge", "anomaly.unacknowledge"] as const;

/** What happened, of whatever sort; readers should pass over kinds that they do not know. */
export const timelineShape = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("event"),
    at: time.meta({ description: "occurredAt, else receivedAt" }),
    eventId: z.string(),
    type: z.string().nullable(),
    providerType: z.string().nullable(),
    occurredAt: time.nullable(),
    receivedAt: time,
    amount: moneyShape.nullable().meta({ description: "Of what it is about, where that is known" }),
    repeat: z.boolean().meta({ description: "It only says again what the event before it said" }),
    hasConflict: z.boolean(),
    flags: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("act"),
    at: time,
    action: z.enum(transactionActs),
    by: z.string(),
    note: z.string().nullable(),
    status: z.enum(transactionStatuses).nullable().meta({ description: "The status that it left" }),
    anomaly: z.enum(anomalyCodes).nullable(),
  }),
]);
export type TimelineEntry = z.infer<typeof timelineShape>;

export const transactionDetailShape = z
  .object({
    ...transactionShape.shape,
    anomalies: z.array(anomalyShape),
    operations: z.array(operationShape),
    timeline: z.array(timelineShape).meta({ description: "Events in the order in which they count, which is the provider's and not that of arrival; acts of people among them by time" }),
    why: z.array(whyShape),
    erasedAt: z.iso.datetime().nullable().meta({ description: "When what it said of a customer was overwritten" }),
    personalMasked: z.boolean().meta({ description: "Name and e-mail address read *** ; POST /unmask shows them" }),
  })
  .meta({ id: "TransactionDetail" });
export type TransactionDetail = z.infer<typeof transactionDetailShape>;
