import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { finalStatuses } from "./final-statuses.ts";
import { announceTransaction, lockTransaction, type TransactionRecord } from "./lock-transaction.sql.ts";
import { noteText } from "./note-text.ts";
import { kindOfRecord, resolutionOf, resolutionState, type ResolutionState } from "./resolution-state.ts";
import { resolvableStatuses } from "./transaction-shape.ts";

/** Body of `POST /transactions/{id}/resolve`. */
export const resolutionInput = z.strictObject({
  status: z.enum(resolvableStatuses).meta({ description: "Of a payout: failed or canceled; of a refund whose payment is unknown: refunded, failed or canceled" }),
  note: noteText.meta({ description: "Why, for colleagues and the audit; 1 to 2000 characters" }),
});

/**
 * Closes a transaction by hand: from now on its status is what a person says, whatever still arrives. Its events go on
 * being stored and folded; those that come later are flagged. Throws `Problem("conflict")` where it is closed already.
 */
export const resolveTransaction = command({
  permission: "transactions.write",
  input: resolutionInput.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, status, note }): Promise<CommandResult<ResolutionState>> => {
    const before = await lockTransaction(tx, id);
    refuseClosed(before);
    refuseSenseless(before, status);
    const now = new Date(systemClock.now());
    const after = await tx.transaction.update({
      where: { id: before.id },
      // The version makes a projection that read the row before start again.
      data: { status, resolutionStatus: status, resolutionNote: note, resolutionBy: actor.name, resolutionAt: now, updatedAt: now, version: { increment: 1 } },
      omit: { details: true },
    });
    await announceTransaction(tx, before.id);
    return {
      output: resolutionState(after),
      audit: {
        action: "transaction.resolve",
        subjectType: "transaction",
        subjectId: before.id,
        details: { reference: before.reference, note, before: { status: before.status }, after: { status, foldedStatus: before.foldedStatus } },
      },
    };
  },
});

function refuseClosed(record: TransactionRecord): void {
  const resolution = resolutionOf(record);
  if (resolution === null) return;
  throw new Problem("conflict", `This transaction was closed as ${resolution.status} by ${resolution.by} on ${resolution.at.slice(0, 10)}. Reopen it first, then close it anew.`);
}

function refuseSenseless(record: TransactionRecord, status: (typeof resolvableStatuses)[number]): void {
  const kind = kindOfRecord(record);
  const allowed = finalStatuses[kind];
  if (allowed.includes(status)) return;
  const what = kind === "payout" ? "A payout" : "A refund whose payment is not known";
  throw new Problem("bad_input", `${what} cannot end as ${status}: close it as ${allowed.join(" or ")}.`, { errors: [{ path: "status", message: `must be one of ${allowed.join(", ")}` }] });
}
