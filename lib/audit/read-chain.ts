import { database } from "#lib/platform/database/client";
import { auditValue } from "./canonical-json.ts";
import type { ChainedEntry } from "./entry-hash.ts";

const batchRows = 1000;

/** The whole chain in the order of its positions, a batch at a time. */
export async function* readChain(): AsyncGenerator<ChainedEntry> {
  let after = 0n;
  for (;;) {
    const rows = await database().prisma.auditEntry.findMany({ where: { position: { gt: after } }, orderBy: { position: "asc" }, take: batchRows });
    for (const row of rows) {
      yield { ...row, details: auditValue.parse(row.details) };
      after = row.position;
    }
    if (rows.length < batchRows) return;
  }
}
