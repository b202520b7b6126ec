import { endBrowserSession } from "./sign-in-with-password.ts";
import { apiCall } from "../api-call.ts";

/** Ends this session, or every session of this person, and leaves. What went wrong in words; `null`: signed out. */
export async function signOut(everywhere: boolean): Promise<string | null> {
  if (everywhere) {
    const result = await apiCall("POST", "/session/sign-out-everywhere");
    if (!result.ok) return `Not signed out. ${result.detail}`;
  }
  if (!(await endBrowserSession())) return "Not signed out: the server did not answer. Try again.";
  location.assign("/sign-in");
  return null;
}
