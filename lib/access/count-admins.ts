import type { Transaction } from "#lib/platform/database/client";
import { oidcSettings, type SignInMethods } from "./oidc.ts";

/** How many admins can come in by these ways: with a password that they have, or by today's single sign-on, by which they came before. */
export async function countAdmins(tx: Transaction, ways: SignInMethods, exceptId: string | null = null): Promise<number> {
  const issuer = oidcSettings()?.issuer;
  const by = [...(ways.password ? [{ passwordHash: { not: null } }] : []), ...(ways.oidc && issuer !== undefined ? [{ oidcIssuer: issuer }] : [])];
  return tx.user.count({ where: { role: "admin", disabledAt: null, joinedAt: { not: null }, OR: by, ...(exceptId === null ? {} : { id: { not: exceptId } }) } });
}
