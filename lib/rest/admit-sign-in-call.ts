import { oidcSettings } from "#lib/access/oidc";
import { Problem } from "#lib/platform/problem";
import { readBytes } from "./read-body.ts";

/** What the sign-in library is asked here; its other pages and actions are closed. */
const calls: Readonly<Record<string, readonly string[]>> = { GET: ["csrf", "session"], POST: ["callback/credentials", "signout"] };
/** And these where there is a single sign-on. */
const oidcCalls: Readonly<Record<string, readonly string[]>> = { GET: ["callback/oidc"], POST: ["signin/oidc"] };

/** An email, a password and a token. */
const bodyLimitBytes = 16 * 1024;

/** The form of a call that the sign-in library may see, `null` for a GET. Throws `Problem` for any other call, which the library may answer with a 500. */
export async function admitSignInCall(request: Request, path: readonly string[]): Promise<Uint8Array<ArrayBuffer> | null> {
  const action = path.join("/");
  const isOidc = oidcSettings() !== null && oidcCalls[request.method]?.includes(action) === true;
  if (!isOidc && calls[request.method]?.includes(action) !== true) throw new Problem("not_found", "There is nothing under this address for this method: sign in at /sign-in.");
  if (request.method === "GET") return null;
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") throw new Problem("unsupported_media_type", "Send a form, with the header Content-Type: application/x-www-form-urlencoded.");
  return new Uint8Array(await readBytes(request, bodyLimitBytes));
}

/** The library's own error page is closed: what it would show there stands on the sign-in page. */
export function errorsToSignIn(response: Response, publicUrl: string): Response {
  const location = response.headers.get("location");
  if (location?.startsWith(`${publicUrl}/api/auth/error?`) !== true) return response;
  const headers = new Headers(response.headers);
  headers.set("location", `${publicUrl}/sign-in?error=oidc_failed`);
  return new Response(null, { status: response.status, headers });
}
