import type { Transaction } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import { lockInstallation } from "./setup-token.sql.ts";

/**
 * Whether somebody else is an admin who can sign in. Holds the installation's row until the transaction ends, so that
 * of two admins who demote each other at once one is still there afterwards.
 */
export async function isThereAnotherAdmin(tx: Transaction, exceptId: string): Promise<boolean> {
  await lockInstallation(tx);
  return (await tx.user.count({ where: { role: "admin", disabledAt: null, joinedAt: { not: null }, id: { not: exceptId } } })) > 0;
}

/** Throws unless somebody else is an admin who can sign in. */
export async function requireAnotherAdmin(tx: Transaction, exceptId: string): Promise<void> {
  if (!(await isThereAnotherAdmin(tx, exceptId))) throw new Problem("conflict", "This is the only admin who can sign in: make somebody else an admin first.");
}
