import type { Actor } from "#lib/access/actor";
import { Problem } from "#lib/platform/problem";
import { getTransaction } from "#lib/transactions/get-transaction";
import type { TransactionDetail } from "#lib/transactions/transaction-shape";

/** The transaction that an event belongs to; `null` where it belongs to none, or to one that has joined another since. */
export async function transactionOf(actor: Actor, id: string | null): Promise<TransactionDetail | null> {
  if (id === null) return null;
  try {
    return await getTransaction(actor, id);
  } catch (error) {
    if (error instanceof Problem && error.kind === "not_found") return null;
    throw error;
  }
}
