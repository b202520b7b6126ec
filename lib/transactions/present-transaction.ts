import { maskEmails } from "#lib/events/mask-personal";
import { publicId } from "#lib/platform/ids";
import { providerIds } from "#lib/providers/provider";
import { anomalyCodes } from "./anomalies.ts";
import { readEvidence } from "./anomaly-evidence.ts";
import { knownWord } from "./known-word.ts";
import { disputeStates, transactionKinds, transactionStatuses } from "./status.ts";
import { presentTimeline } from "./timeline.ts";
import type { ActRow, TimelineEventRow } from "./timeline-rows.sql.ts";
import { readDetails, type TransactionDetails } from "./transaction-details.ts";
import type { AnomalyRow, TransactionRow } from "./transaction-rows.sql.ts";
import { resolvableStatuses, type Transaction, type TransactionDetail } from "./transaction-shape.ts";
import { whyRules } from "./why.ts";

const mask = "***";

/** A row of the list; name and e-mail address, also as a reference, read `***` unless `unmasked`. */
export function presentTransaction(row: TransactionRow, unmasked = false): Transaction {
  return present(row, readDetails(row.details), unmasked);
}

export interface DetailRows {
  readonly anomalies: readonly AnomalyRow[];
  readonly events: readonly TimelineEventRow[];
  readonly acts: readonly ActRow[];
}

/** With its operations, its timeline, and why it is as it is. */
export function presentTransactionDetail(row: TransactionRow, details: TransactionDetails, { anomalies, events, acts }: DetailRows, unmasked: boolean): TransactionDetail {
  return {
    ...present(row, details, unmasked),
    anomalies: anomalies.map(presentAnomaly),
    operations: details.operations.map(({ kind, reference, state, amount, at, implied, eventIds }) => ({
      kind, reference, state, amount, at: at?.toISOString() ?? null, implied, eventIds: eventIds.map(eventIdOf),
    })),
    timeline: presentTimeline(details, events, acts),
    why: details.why.map(({ field, eventId, rule }) => ({ field, eventId: eventId === null ? null : eventIdOf(eventId), rule, sentence: whyRules[rule] })),
    erasedAt: row.erased_at?.toISOString() ?? null,
    personalMasked: !unmasked,
  };
}

function present(row: TransactionRow, { amount, amounts, method, customer, avs, cvc, references }: TransactionDetails, unmasked: boolean): Transaction {
  const personal = (text: string | null): string | null => (text === null || unmasked ? text : mask);
  return {
    id: publicId("transaction", row.id),
    kind: knownWord(transactionKinds, row.kind),
    sourceId: publicId("source", row.source_id),
    provider: knownWord(providerIds, row.provider),
    mode: row.mode === "live" ? "live" : "test",
    reference: row.reference,
    references: unmasked ? [...references] : references.map(maskEmails),
    status: knownWord(transactionStatuses, row.status),
    foldedStatus: knownWord(transactionStatuses, row.folded_status),
    dispute: knownWord(disputeStates, row.dispute),
    amount,
    amounts,
    method,
    customer: { ...customer, reference: customer.reference === null || unmasked ? customer.reference : maskEmails(customer.reference), name: personal(customer.name), email: personal(customer.email) },
    avs,
    cvc,
    unlinked: row.unlinked,
    resolution: presentResolution(row),
    anomalies: row.anomalies.map(({ code, acknowledged }) => ({ code: knownWord(anomalyCodes, code), acknowledged })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function presentResolution({ resolution_status: status, resolution_note: note, resolution_by: by, resolution_at: at }: TransactionRow): Transaction["resolution"] {
  if (status === null) return null;
  return { status: knownWord(resolvableStatuses, status), note: note ?? "", by: by ?? "", at: (at ?? new Date(0)).toISOString() };
}

function presentAnomaly({ code, evidence: json, raised_at, acknowledged_at, acknowledged_by }: AnomalyRow): TransactionDetail["anomalies"][number] {
  const { eventIds, evidence } = readEvidence(json);
  return {
    code: knownWord(anomalyCodes, code),
    acknowledged: acknowledged_at !== null,
    acknowledgedAt: acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: acknowledged_by,
    raisedAt: raised_at.toISOString(),
    eventIds: eventIds.map(eventIdOf),
    evidence,
  };
}

function eventIdOf(uuid: string): string {
  return publicId("event", uuid);
}
