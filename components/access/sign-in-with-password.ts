import { memberOf, textMember } from "../api-call.ts";

/** The outcome of a sign-in in words for the person who tried; `null`: signed in. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  const answer = await postForm("/api/auth/callback/credentials", { email, password, callbackUrl: "/" });
  if (answer === null) return "The server did not answer. Check your connection and try again.";
  if (answer.ok) return null;
  return errorSentence(textMember(answer.body, "url"));
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
    const refused = textMember(body, "url")?.includes("error=") ?? memberOf(body, "url") === undefined;
    return { ok: response.ok && !refused, body };
  } catch {
    return null; // No connection, or an answer that is no JSON: both mean that nothing happened here.
  }
}

/** next-auth puts its error into the address that it would go to. Ours are sentences; its own are codes. */
function errorSentence(url: string | null): string {
  const error = url === null ? null : new URL(url, location.origin).searchParams.get("error");
  if (error !== null && error.includes(" ")) return error;
  return "This email and password do not match an account. Check both and try again.";
}
