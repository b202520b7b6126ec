import { type Role, scopesOfRole } from "./permissions.ts";

/** Whoever made a key, as they are now; `null` for a key that nobody made: of the command line or the environment. */
export type KeyMaker = { readonly role: Role; readonly disabled: boolean } | null;

/** What a key may do now: its own scopes, cut down to those that its maker could give today. */
export function effectiveScopes(scopes: readonly string[], maker: KeyMaker): readonly string[] {
  if (maker === null) return scopes;
  if (maker.disabled) return [];
  const limit = scopesOfRole(maker.role);
  return scopes.filter((scope) => limit.includes(scope));
}
