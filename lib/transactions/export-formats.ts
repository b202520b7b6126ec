import { writeJson } from "#lib/platform/raw-json";
import type { Money } from "#lib/providers/fact";
import { decimalCell, numberCell, textCell } from "./csv-cell.ts";
import type { Transaction } from "./transaction-shape.ts";

export const exportFormats = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

type Column = readonly [name: string, cell: (transaction: Transaction) => string];

/** Amounts in another currency than the headline's have no column: sums over a column never mix currencies. */
function minorCell({ amount }: Transaction, money: Money | null): string {
  return numberCell(money !== null && money.currency === amount?.currency && money.exponent === amount.exponent ? money.amountMinor : null);
}

const columns: readonly Column[] = [
  ["id", ({ id }) => textCell(id)],
  ["createdAt", ({ createdAt }) => textCell(createdAt)],
  ["updatedAt", ({ updatedAt }) => textCell(updatedAt)],
  ["provider", ({ provider }) => textCell(provider)],
  ["sourceId", ({ sourceId }) => textCell(sourceId)],
  ["mode", ({ mode }) => textCell(mode)],
  ["kind", ({ kind }) => textCell(kind)],
  ["reference", ({ reference }) => textCell(reference)],
  ["status", ({ status }) => textCell(status)],
  ["foldedStatus", ({ foldedStatus }) => textCell(foldedStatus)],
  ["dispute", ({ dispute }) => textCell(dispute)],
  ["currency", ({ amount }) => textCell(amount?.currency ?? null)],
  ["exponent", ({ amount }) => numberCell(amount?.exponent ?? null)],
  ["amount", ({ amount }) => (amount === null ? "" : decimalCell(amount.amountMinor, amount.exponent))],
  ["amountMinor", (one) => minorCell(one, one.amount)],
  ["authorizedMinor", (one) => minorCell(one, one.amounts.authorized)],
  ["capturedMinor", (one) => minorCell(one, one.amounts.captured)],
  ["refundedMinor", (one) => minorCell(one, one.amounts.refunded)],
  ["disputedMinor", (one) => minorCell(one, one.amounts.disputed)],
  ["feesMinor", (one) => minorCell(one, one.amounts.fees)],
  ["methodType", ({ method }) => textCell(method.type)],
  ["methodBrand", ({ method }) => textCell(method.brand)],
  ["last4", ({ method }) => textCell(method.last4)],
  ["customerReference", ({ customer }) => textCell(customer.reference)],
  ["customerName", ({ customer }) => textCell(customer.name)],
  ["customerEmail", ({ customer }) => textCell(customer.email)],
  ["customerCountry", ({ customer }) => textCell(customer.country)],
  ["avs", ({ avs }) => textCell(avs?.result ?? null)],
  ["cvc", ({ cvc }) => textCell(cvc?.result ?? null)],
  ["unlinked", ({ unlinked }) => String(unlinked)],
  ["anomalies", ({ anomalies }) => textCell(anomalies.map(({ code }) => code).join(" "))],
  ["resolutionStatus", ({ resolution }) => textCell(resolution?.status ?? null)],
  ["resolutionNote", ({ resolution }) => textCell(resolution?.note ?? null)],
  ["references", ({ references }) => textCell(references.join(" "))],
];

/** What stands before the first row. The mark makes spreadsheets read the rest as UTF-8. */
export function exportHead(format: ExportFormat, byteOrderMark: boolean): string {
  return format === "jsonl" ? "" : `${byteOrderMark ? "\ufeff" : ""}${columns.map(([name]) => name).join(",")}\r\n`;
}

/** JSON Lines hold the shape of the API, every number exact. */
export function exportRow(format: ExportFormat, transaction: Transaction): string {
  return format === "jsonl" ? `${writeJson(transaction)}\n` : `${columns.map(([, cell]) => cell(transaction)).join(",")}\r\n`;
}
