import { Problem } from "#lib/platform/problem";
import type { ApiKeyActor, UserActor } from "./actor.ts";
import { findLiveApiKey } from "./find-api-key.sql.ts";
import { remoteAddress } from "./remote-address.ts";
import { sessionActor } from "./session-actor.ts";
import { cookieFromHeader, sessionCookieName } from "./session-cookie.ts";

const apiKeyForm = /^cs_[A-Za-z0-9_-]{29,253}$/;

/** Who calls the API. A bearer key counts before a cookie. Throws `Problem("not_signed_in")`. */
export async function requestActor(request: Request): Promise<UserActor | ApiKeyActor> {
  const address = remoteAddress(request.headers);
  const bearer = bearerToken(request.headers.get("authorization"));
  if (bearer !== null) {
    const key = apiKeyForm.test(bearer) ? await findLiveApiKey(bearer) : null;
    if (key === null) throw new Problem("not_signed_in", "This API key is unknown, expired or revoked: use another one.");
    return { type: "apiKey", ...key, address };
  }
  const actor = await sessionActor(cookieFromHeader(request.headers.get("cookie"), sessionCookieName()), address);
  if (actor === null) throw new Problem("not_signed_in", "Sign in to the dashboard, or send an API key as “Authorization: Bearer cs_…”.");
  return actor;
}

/** `null` where the header is of another scheme: a proxy in front may ask for its own password. */
function bearerToken(authorization: string | null): string | null {
  const match = /^bearer(?: +(.*))?$/i.exec(authorization?.trim() ?? "");
  return match === null ? null : (match[1] ?? "").trim();
}
