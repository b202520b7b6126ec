import { z } from "zod";
import type { AuditDetails } from "#lib/audit/append";
import { looksLikeSecret } from "#lib/audit/refuse-secrets";
import { Conditions } from "#lib/events/conditions";
import { firstIdAt, parsePublicId } from "#lib/platform/ids";
import { momentText, searchText } from "#lib/platform/page-query";
import { anomalyCodes } from "./anomalies.ts";
import { transactionKinds, transactionStatuses } from "./status.ts";

const minorUnits = z.union([z.int(), z.string().regex(/^-?[0-9]{1,18}$/, "must be a whole number of minor units")]);
const searched = searchText(500).refine((text) => !looksLikeSecret(text), "looks like a secret; filters are kept");

/** Transactions to do something with, by the names of `GET /transactions`; stays as it came, so that it can be kept. */
export const transactionFilter = z.strictObject({
  sourceId: z.string().refine((id) => parsePublicId("source", id) !== null, "must be an id that starts with src_").optional(),
  status: z.enum(transactionStatuses).optional(),
  kind: z.enum(transactionKinds).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be three capital letters, such as EUR").optional(),
  mode: z.enum(["test", "live"]).optional(),
  method: searchText(100).optional().meta({ description: "Type of the method, such as card" }),
  minAmountMinor: minorUnits.optional(),
  maxAmountMinor: minorUnits.optional(),
  reference: searched.optional().meta({ description: "One of its references, exactly" }),
  q: searched.optional().meta({ description: "A reference, or the id of a transaction" }),
  anomaly: z.enum(anomalyCodes).optional(),
  from: momentText.optional().meta({ description: "First message received at or after" }),
  to: momentText.optional().meta({ description: "First message received before" }),
});
export type TransactionFilter = z.infer<typeof transactionFilter>;

/** As conditions on `transactions`. */
export function transactionConditions(filter: TransactionFilter): Conditions {
  const conditions = new Conditions()
    .addIf("source_id = ?::uuid", parsePublicId("source", filter.sourceId ?? ""))
    .addIf("status = ?", filter.status)
    .addIf("kind = ?", filter.kind)
    .addIf("currency = ?", filter.currency)
    .addIf("mode = ?", filter.mode)
    .addIf("method_type = ?", filter.method)
    .addIf("amount_minor >= ?::bigint", filter.minAmountMinor?.toString())
    .addIf("amount_minor <= ?::bigint", filter.maxAmountMinor?.toString())
    .addIf("search @> array[?]", filter.reference)
    .addIf("exists (select 1 from transaction_anomalies a where a.transaction_id = transactions.id and a.code = ?)", filter.anomaly)
    .addIf("id >= ?::uuid", filter.from === undefined ? null : firstIdAt(Date.parse(filter.from)))
    .addIf("id < ?::uuid", filter.to === undefined ? null : firstIdAt(Date.parse(filter.to)));
  if (filter.q === undefined) return conditions;
  const id = parsePublicId("transaction", filter.q.trim());
  return id === null ? conditions.add("search @> array[?]", filter.q.trim()) : conditions.add("id = ?::uuid", id);
}

/** What the audit, which nobody can erase, keeps of it: what was searched for may be about a person. */
export function auditedFilter({ q, reference, ...filter }: TransactionFilter): AuditDetails {
  return { ...filter, searched: q !== undefined || reference !== undefined };
}

/** The sources that a filter takes as a whole: what their messages say may belong to transactions that are not there yet. */
export interface SourceScope {
  readonly sourceId: string | null;
  readonly mode: "test" | "live" | null;
}

/** `null` for a filter that looks at anything else. */
export function scopeOf(filter: TransactionFilter): SourceScope | null {
  const { sourceId, mode, ...narrower } = filter;
  if (Object.values(narrower).some((value) => value !== undefined)) return null;
  return { sourceId: parsePublicId("source", sourceId ?? ""), mode: mode ?? null };
}
