import { database } from "#lib/platform/database/client";
import { presentValidation } from "./present-validation.ts";

/** Rows of the list of decisions, by bare id, for the stream. `detailed`: with what viewers may not see. */
export async function describeDecisions(rows: readonly { readonly kind: string; readonly id: string }[], detailed: boolean): Promise<ReadonlyMap<string, unknown>> {
  const ids = rows.flatMap(({ kind, id }) => (kind === "validation" ? [id] : []));
  if (ids.length === 0) return new Map();
  const records = await database().prisma.validation.findMany({ where: { id: { in: ids } } });
  return new Map(records.map((record) => [record.id, presentValidation(record, { detailed, unmasked: false })]));
}
