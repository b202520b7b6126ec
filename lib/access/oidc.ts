import type { OidcSettings } from "#lib/platform/env";
import { readSettings } from "#lib/settings/read-settings";
import { type Role, roles } from "./permissions.ts";

// Next bundles its own copy of this file beside the one that the server loaded: both must see one value.
const held = globalThis as typeof globalThis & { [key: symbol]: OidcSettings | undefined };
const slot = Symbol.for("countersign.oidc");

/** Names the single sign-on, once per process at boot; `null` for none. */
export function openOidc(settings: OidcSettings | null): void {
  held[slot] = settings ?? undefined;
}

export function oidcSettings(): OidcSettings | null {
  return held[slot] ?? null;
}

export interface SignInMethods {
  readonly password: boolean;
  readonly oidc: boolean;
}

/** The ways in as they are now. Without a single sign-on in the environment the password is one, whatever the settings say: nobody is locked out. */
export async function signInMethods(): Promise<SignInMethods> {
  return waysIn((await readSettings()).signInMethods);
}

/** What remains of the ways that were chosen. */
export function waysIn(chosen: SignInMethods): SignInMethods {
  const oidc = oidcSettings() !== null && chosen.oidc;
  return { password: chosen.password || !oidc, oidc };
}

/** The highest role that the claims give. `undefined`: roles are not taken from claims; `null`: they give none. */
export function roleOfClaims(claims: Readonly<Record<string, unknown>>, { roleClaim, roleValues }: OidcSettings): Role | null | undefined {
  if (roleClaim === null) return undefined;
  const claim = Object.hasOwn(claims, roleClaim) ? claims[roleClaim] : undefined;
  const values = (Array.isArray(claim) ? claim : [claim]).filter((value) => typeof value === "string");
  return roles.toReversed().find((role) => values.some((value) => roleValues[role].includes(value))) ?? null;
}
