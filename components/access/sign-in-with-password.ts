import { memberOf, textMember } from "../api-call.ts";

export type SignInAttempt =
  | { readonly kind: "signed_in" }
  /** The same again, with a code of the authenticator app. */
  | { readonly kind: "code_required" }
  /** In words for the person who tried. */
  | { readonly kind: "refused"; readonly words: string };

export async function signInWithPassword(email: string, password: string, code?: string): Promise<SignInAttempt> {
  const answer = await postForm("/api/auth/callback/credentials", { email, password, callbackUrl: "/", ...(code === undefined ? {} : { code }) });
  if (answer === null) return { kind: "refused", words: "The server did not answer. Check your connection and try again." };
  if (answer.ok) return { kind: "signed_in" };
  const error = errorOf(textMember(answer.body, "url"));
  if (error === "code_required") return { kind: "code_required" };
  // next-auth's own errors are codes; ours are sentences.
  return { kind: "refused", words: error?.includes(" ") === true ? error : "This email and password do not match an account. Check both and try again." };
}

/** Where the single sign-on asks the person to sign in; `null`: it could not be reached. */
export async function startSingleSignOn(next: string): Promise<string | null> {
  const answer = await postForm("/api/auth/signin/oidc", { callbackUrl: next });
  const url = answer === null ? null : textMember(answer.body, "url");
  return answer?.ok === true ? url : null;
}

/** Ends the session's cookie. Whether the server did it. */
export async function endBrowserSession(): Promise<boolean> {
  const answer = await postForm("/api/auth/signout", { callbackUrl: "/sign-in" });
  return answer?.ok ?? false;
}

async function postForm(path: string, fields: Readonly<Record<string, string>>): Promise<{ readonly ok: boolean; readonly body: unknown } | null> {
  try {
    const csrf = await fetch("/api/auth/csrf", { credentials: "same-origin" });
    const csrfToken = textMember(await csrf.json(), "csrfToken") ?? "";
    const response = await fetch(path, { method: "POST", credentials: "same-origin", body: new URLSearchParams({ ...fields, csrfToken, json: "true" }) });
    const body: unknown = await response.json();
    const refused = errorOf(textMember(body, "url")) !== null || memberOf(body, "url") === undefined;
    return { ok: response.ok && !refused, body };
  } catch {
    return null; // No connection, or an answer that is no JSON: both mean that nothing happened here.
  }
}

/** next-auth puts its error into the address that it would go to. */
function errorOf(url: string | null): string | null {
  return url === null || !URL.canParse(url, location.origin) ? null : new URL(url, location.origin).searchParams.get("error");
}
