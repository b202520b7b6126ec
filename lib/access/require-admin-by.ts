import type { Transaction } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import { countAdmins } from "./count-admins.ts";
import { oidcSettings } from "./oidc.ts";
import { lockInstallation } from "./setup-token.sql.ts";

/** Before passwords are switched off: an admin must have come in by the single sign-on of today, so that one surely can. */
export async function requireOidcAdmin(tx: Transaction): Promise<void> {
  await lockInstallation(tx);
  const isNamed = oidcSettings() !== null;
  if (isNamed && (await countAdmins(tx, { password: false, oidc: true })) > 0) return;
  const why = isNamed ? "No admin has signed in by single sign-on yet" : "There is no single sign-on here (OIDC_ISSUER)";
  throw new Problem("conflict", `${why}: without passwords nobody might get in any more. ${isNamed ? "Sign in by it once, then repeat this." : "Name one in the environment first."}`);
}

/** Before the single sign-on is switched off: an admin must have a password. */
export async function requirePasswordAdmin(tx: Transaction): Promise<void> {
  await lockInstallation(tx);
  if ((await countAdmins(tx, { password: true, oidc: false })) > 0) return;
  throw new Problem("conflict", "No admin has a password: without single sign-on nobody could get in any more. Give your account a password first (Your account), then repeat this.");
}
