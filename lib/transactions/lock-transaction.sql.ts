import type { Transaction } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";

/** The transaction that a command writes to, locked until the command's end: nobody folds it meanwhile. Throws `Problem("not_found")`. */
export async function lockTransaction(tx: Transaction, id: string) {
  const uuid = parsePublicId("transaction", id);
  if (uuid === null) throw transactionNotFound();
  await tx.$executeRaw`select 1 from transactions where id = ${uuid}::uuid for no key update`;
  const record = await tx.transaction.findUnique({ where: { id: uuid }, omit: { details: true } });
  if (record === null) throw transactionNotFound();
  return record;
}

export type TransactionRecord = Awaited<ReturnType<typeof lockTransaction>>;

/** Tells listeners, once the command commits, which transaction changed; `null`: many. */
export async function announceTransaction(tx: Transaction, id: string | null): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_live', ${id === null ? "changed" : `transaction:${id}`})`;
}

/** The transaction that a word of `announceTransaction` names; `null` for other words. */
export function announcedTransaction(payload: string): string | null {
  return payload.startsWith("transaction:") ? payload.slice("transaction:".length) : null;
}

export function transactionNotFound(): Problem {
  return new Problem("not_found", "There is no transaction with this id. A refund that has found its payment is part of the payment since then; search by its reference.");
}
