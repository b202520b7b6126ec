import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { announceTransaction, transactionNotFound } from "./lock-transaction.sql.ts";
import { presentChanges } from "./present-changes.ts";
import type { RebuiltTransaction } from "./rebuild-shape.ts";
import { previewRefold, refold } from "./refold.ts";

/** Body of `POST /transactions/{id}/rebuild`. */
export const rebuildOneInput = z.strictObject({ dryRun: z.boolean().default(false).meta({ description: "Only say what would change" }) });

/** Folds one transaction's stored events again, with the settings of now. Its resolution and acknowledgements stay. */
export const rebuildTransaction = command({
  permission: "transactions.rebuild",
  input: rebuildOneInput.extend({ id: z.string() }),
  run: async ({ tx }, { id, dryRun }): Promise<CommandResult<RebuiltTransaction>> => {
    const uuid = parsePublicId("transaction", id);
    // Without a lock: the fold takes its own, on a connection of its own.
    const payment = uuid === null ? null : await tx.transaction.findUnique({ where: { id: uuid }, select: { id: true, sourceId: true, reference: true } });
    if (payment === null) throw transactionNotFound();
    const { pool } = database();
    if (dryRun) {
      const { changes } = await previewRefold(pool, payment);
      return { output: { id, dryRun, changes: presentChanges(changes) }, audit: [] };
    }
    const changes = (await refold(pool, [payment])).flatMap((refolded) => refolded.changes);
    if (changes.length > 0) await announceTransaction(tx, payment.id);
    const changed = changes.map(({ field }) => field);
    return {
      output: { id, dryRun, changes: presentChanges(changes) },
      audit: { action: "transaction.rebuild", subjectType: "transaction", subjectId: payment.id, details: { reference: payment.reference, changed } },
    };
  },
});
