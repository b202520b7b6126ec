import { z } from "zod";
import { command, type CommandContext, type CommandResult } from "#lib/access/command";
import type { AuditDraft } from "#lib/audit/append";
import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { anomalyCodes } from "./anomalies.ts";
import type { Acknowledgement } from "./acknowledgement-shape.ts";
import { announceTransaction, lockTransaction, type TransactionRecord } from "./lock-transaction.sql.ts";

const input = z.strictObject({ id: z.string(), code: z.enum(anomalyCodes) });

/** Says that a person has looked at an anomaly. A second time changes nothing and answers who was the first. */
export const acknowledgeAnomaly = command({
  permission: "transactions.write",
  input,
  run: async ({ actor, tx }, { id, code }): Promise<CommandResult<Acknowledgement>> => {
    const { transaction, anomaly } = await lockAnomaly(tx, id, code);
    if (anomaly.acknowledgedAt !== null) return { output: acknowledgement(anomaly), audit: [] };
    const after = await setAcknowledged(tx, anomaly, { acknowledgedAt: new Date(systemClock.now()), acknowledgedBy: actor.name });
    return { output: acknowledgement(after), audit: audit("anomaly.acknowledge", transaction, code) };
  },
});

/** Takes an acknowledgement back, so that the anomaly waits for a look again. */
export const unacknowledgeAnomaly = command({
  permission: "transactions.write",
  input,
  run: async ({ tx }, { id, code }): Promise<CommandResult<Acknowledgement>> => {
    const { transaction, anomaly } = await lockAnomaly(tx, id, code);
    if (anomaly.acknowledgedAt === null) return { output: acknowledgement(anomaly), audit: [] };
    const after = await setAcknowledged(tx, anomaly, { acknowledgedAt: null, acknowledgedBy: null });
    return { output: acknowledgement(after), audit: audit("anomaly.unacknowledge", transaction, code) };
  },
});

type Tx = CommandContext["tx"];
type AnomalyRecord = Awaited<ReturnType<typeof lockAnomaly>>["anomaly"];

async function lockAnomaly(tx: Tx, id: string, code: (typeof anomalyCodes)[number]) {
  const transaction = await lockTransaction(tx, id);
  const anomaly = await tx.transactionAnomaly.findUnique({ where: { transactionId_code: { transactionId: transaction.id, code } }, omit: { evidence: true } });
  if (anomaly === null) throw new Problem("not_found", `This transaction has no anomaly ${code}, or no longer: a later event may have explained it.`);
  return { transaction, anomaly: { ...anomaly, code } };
}

async function setAcknowledged(tx: Tx, { transactionId, code }: AnomalyRecord, data: Pick<AnomalyRecord, "acknowledgedAt" | "acknowledgedBy">): Promise<AnomalyRecord> {
  const after = await tx.transactionAnomaly.update({ where: { transactionId_code: { transactionId, code } }, data, omit: { evidence: true } });
  // Whoever folds the transaction at this moment writes its anomalies anew: the version makes them read this first.
  await tx.transaction.update({ where: { id: transactionId }, data: { updatedAt: new Date(systemClock.now()), version: { increment: 1 } }, select: { id: true } });
  await announceTransaction(tx, transactionId);
  return { ...after, code };
}

function acknowledgement({ transactionId, code, acknowledgedAt, acknowledgedBy }: AnomalyRecord): Acknowledgement {
  return { transactionId: publicId("transaction", transactionId), code, acknowledged: acknowledgedAt !== null, acknowledgedAt: acknowledgedAt?.toISOString() ?? null, acknowledgedBy };
}

function audit(action: string, { id, reference }: TransactionRecord, code: string): AuditDraft {
  return { action, subjectType: "transaction", subjectId: id, details: { reference, code } };
}
