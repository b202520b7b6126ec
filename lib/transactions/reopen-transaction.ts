import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { announceTransaction, lockTransaction } from "./lock-transaction.sql.ts";
import { noteText } from "./note-text.ts";
import { resolutionOf, resolutionState, type ResolutionState } from "./resolution-state.ts";

/** Body of `POST /transactions/{id}/reopen`. */
export const reopeningInput = z.strictObject({ note: noteText.optional().meta({ description: "Why, for the audit" }) });

/** Takes a closing by hand back: the status is again what its events say. Events that came while it was closed stay flagged. */
export const reopenTransaction = command({
  permission: "transactions.write",
  input: reopeningInput.extend({ id: z.string() }),
  run: async ({ tx }, { id, note }): Promise<CommandResult<ResolutionState>> => {
    const before = await lockTransaction(tx, id);
    const resolution = resolutionOf(before);
    if (resolution === null) throw new Problem("conflict", `This transaction is open: its status ${before.status} is what its events say. There is nothing to reopen.`);
    const after = await tx.transaction.update({
      where: { id: before.id },
      data: {
        status: before.foldedStatus,
        resolutionStatus: null,
        resolutionNote: null,
        resolutionBy: null,
        resolutionAt: null,
        updatedAt: new Date(systemClock.now()),
        version: { increment: 1 },
      },
      omit: { details: true },
    });
    await announceTransaction(tx, before.id);
    return {
      output: resolutionState(after),
      audit: {
        action: "transaction.reopen",
        subjectType: "transaction",
        subjectId: before.id,
        details: { reference: before.reference, note, before: { status: before.status, resolution }, after: { status: after.status } },
      },
    };
  },
});
