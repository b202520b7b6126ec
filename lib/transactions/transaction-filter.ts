import { z } from "zod";
import type { AuditDetails } from "#lib/audit/append";
import type { Conditions } from "#lib/events/conditions";
import { publicId } from "#lib/platform/ids";
import { type TransactionFilters, transactionFilters } from "./list-queries.ts";
import { addSource, addTransactionFilters, idRange } from "./transaction-conditions.ts";

const digits = /^[0-9]{1,18}$/;
const minorUnits = z
  .union([z.int().min(0), z.string().regex(digits, "must be a whole number of minor units, at most 18 digits")], { error: "must be a whole number of minor units; beyond 2^53 as text" })
  .transform(BigInt)
  .meta({ description: "Minor units; beyond 2^53 as text" });
const yesOrNo = z.union([z.boolean(), z.enum(["true", "false"])]).transform((value) => String(value) === "true");

/** Transactions to do something with: names and values of `GET /transactions`, in a body. */
export const transactionFilter = transactionFilters.extend({ minAmountMinor: minorUnits.optional(), maxAmountMinor: minorUnits.optional(), unlinked: yesOrNo.optional(), resolved: yesOrNo.optional() });

/** As it stands in the address of the list: what is kept, and what `transactionFilter` reads again. */
export function writeFilter({ sourceId, ...filter }: TransactionFilters): Record<string, string> {
  const others = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
  return { ...(sourceId === undefined ? {} : { sourceId: publicId("source", sourceId) }), ...Object.fromEntries(others) };
}

/** What the audit, which nobody can erase, keeps of it: what was searched for may be about a person. */
export function auditedFilter({ q, reference, customer, last4, method, ...filter }: TransactionFilters): AuditDetails {
  return { ...writeFilter(filter), searched: [q, reference, customer, last4, method].some((text) => text !== undefined) };
}

/** As conditions on `transactions`. */
export function transactionConditions(filter: TransactionFilters): Conditions {
  const conditions = idRange(filter, null);
  addSource(conditions, filter);
  addTransactionFilters(conditions, filter);
  return conditions;
}

/** The sources that a filter takes as a whole: what their messages say may belong to transactions that are not there yet. */
export type SourceScope = Pick<TransactionFilters, "sourceId" | "mode">;

/** `null` for a filter that looks at anything else. */
export function scopeOf({ sourceId, mode, ...narrower }: TransactionFilters): SourceScope | null {
  return Object.values(narrower).some((value) => value !== undefined) ? null : { sourceId, mode };
}
