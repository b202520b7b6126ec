// A map: words of an address choose among our sentences, and are never shown themselves.
const words: ReadonlyMap<string, string> = new Map([
  ["oidc_off", "Single sign-on is not in use here. Sign in with your password."],
  ["oidc_no_account", "You are known to the single sign-on, but have no account here. Ask an admin to invite you under the address that you have there."],
  ["oidc_unverified", "The single sign-on does not say that your email address is verified, so that we cannot tell whose account it is. Have it verified there, or sign in with your password."],
  ["oidc_disabled", "Your account here is disabled. An admin can enable it."],
  ["oidc_no_role", "The single sign-on gives you no role here. Ask whoever looks after it to put you into a group that has one."],
  ["oidc_other_identity", "The account with your address belongs to another identity of the single sign-on. Ask an admin."],
  ["oidc_failed", "Signing in with the single sign-on did not succeed. Try again; if it stays so, the log of Countersign says why."],
]);

/** The sentence for an error in the sign-in page's address; `null`: none of ours. */
export function signInErrorWords(error: string | undefined): string | null {
  return error === undefined ? null : (words.get(error) ?? null);
}
