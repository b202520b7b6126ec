import type { Transaction } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import { countAdmins } from "./count-admins.ts";
import { waysIn } from "./oidc.ts";
import { lockInstallation } from "./setup-token.sql.ts";

/**
 * Whether somebody else is an admin who can sign in. Holds the installation's row until the transaction ends, so that
 * of two admins who demote each other at once one is still there afterwards.
 */
export async function isThereAnotherAdmin(tx: Transaction, exceptId: string): Promise<boolean> {
  await lockInstallation(tx);
  // As they are now: what this process remembers of the settings may be from before a change that waited for us.
  const { passwordSignIn, oidcSignIn } = await tx.settings.findUniqueOrThrow({ where: { id: 1 } });
  return (await countAdmins(tx, waysIn({ password: passwordSignIn, oidc: oidcSignIn }), exceptId)) > 0;
}

/** Throws unless somebody else is an admin who can sign in. */
export async function requireAnotherAdmin(tx: Transaction, exceptId: string): Promise<void> {
  if (!(await isThereAnotherAdmin(tx, exceptId))) throw new Problem("conflict", "This is the only admin who can sign in: make somebody else an admin first.");
}
