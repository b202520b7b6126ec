import type { Transaction } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import { oidcSettings } from "./oidc.ts";

/** Before passwords are switched off: an admin must have come in by the single sign-on of today, so that one surely can. */
export async function requireOidcAdmin(tx: Transaction): Promise<void> {
  const settings = oidcSettings();
  const admins = settings === null ? 0 : await tx.user.count({ where: { role: "admin", disabledAt: null, oidcIssuer: settings.issuer } });
  if (admins > 0) return;
  const why = settings === null ? "There is no single sign-on here (OIDC_ISSUER)" : "No admin has signed in by single sign-on yet";
  throw new Problem("conflict", `${why}: without passwords nobody might get in any more. ${settings === null ? "Name one in the environment first." : "Sign in by it once, then repeat this."}`);
}
