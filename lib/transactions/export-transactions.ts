import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { writeAudited } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import type { AuditDetails } from "#lib/audit/canonical-json";
import { database } from "#lib/platform/database/client";
import { exportFormats, exportHead, exportRow } from "./export-formats.ts";
import { countForExport, exportRows } from "./export-rows.sql.ts";
import { transactionFilters } from "./list-queries.ts";
import { presentTransaction } from "./present-transaction.ts";
import { searchableBy } from "./searchable-by.ts";
import { auditedFilter } from "./transaction-filter.ts";

const flag = z.enum(["true", "false"]).default("false").transform((text) => text === "true");

/** `GET /transactions/export`. */
export const exportQuery = z.strictObject({
  ...transactionFilters.shape,
  format: z.enum(exportFormats).default("csv"),
  bom: flag.meta({ description: "CSV with a byte order mark, by which spreadsheets know UTF-8" }),
  personal: flag.meta({ description: "With name and e-mail address of customers, for those who may unmask them" }),
});
export type ExportQuery = z.output<typeof exportQuery>;

export interface TransactionExport {
  /** How many rows there will be; `null` where that takes too long to count. */
  readonly total: number | null;
  /** Text and how many rows it holds. Ends early when its reader leaves. */
  readonly pieces: AsyncGenerator<{ readonly text: string; readonly rows: number }, void, void>;
}

/** The filtered list as a file. Stands in the audit before the first row leaves. */
export async function exportTransactions(actor: Actor, query: ExportQuery): Promise<TransactionExport> {
  requirePermission(actor, "transactions.read");
  if (query.personal) requirePermission(actor, "personal.read");
  const asked = { ...query, ...searchableBy(actor, query) };
  const { format: _format, bom: _bom, personal: _personal, ...filters } = asked;
  const total = await countForExport(database().pool, filters);
  await writeAudited(actor, () => Promise.resolve({ output: null, audit: { action: "transaction.export", subjectType: "transactions", subjectId: null, details: auditDetails(query) } }));
  return { total, pieces: writePieces(asked) };
}

/** What was asked for, as the API names it, but what was searched for: that may be about a person, and the audit is kept for ever. */
function auditDetails({ format, bom, personal, ...filters }: ExportQuery): AuditDetails {
  return { format, bom, personal, ...auditedFilter(filters) };
}

async function* writePieces({ format, bom, personal, ...filters }: ExportQuery): AsyncGenerator<{ readonly text: string; readonly rows: number }, void, void> {
  yield { text: exportHead(format, bom), rows: 0 };
  for await (const { rows } of exportRows(database().pool, filters)) {
    yield { text: rows.map((row) => exportRow(format, presentTransaction(row, personal))).join(""), rows: rows.length };
  }
}
