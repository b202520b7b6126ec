import { lockInstallation } from "#lib/access/setup-token.sql";
import type { Transaction } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";

/**
 * Throws unless somebody else is an admin who can sign in. Holds the installation's row until the transaction ends, so
 * that of two admins who demote each other at once one is still there afterwards.
 */
export async function requireAnotherAdmin(tx: Transaction, exceptId: string): Promise<void> {
  await lockInstallation(tx);
  const others = await tx.user.count({ where: { role: "admin", disabledAt: null, joinedAt: { not: null }, id: { not: exceptId } } });
  if (others === 0) throw new Problem("conflict", "This is the only admin who can sign in: make somebody else an admin first.");
}
