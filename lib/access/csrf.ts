import { createHmac, timingSafeEqual } from "node:crypto";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import { derivedKey } from "./derived-key.ts";

export const csrfHeader = "x-csrf-token";

/** The token of one session: pages of other sites can neither read nor compute it. */
export function csrfToken(sessionId: string): string {
  return createHmac("sha256", derivedKey("csrf")).update(sessionId, "utf8").digest("base64url");
}

/** For writes that a cookie vouches for: throws `Problem("csrf")` unless one of our own pages sent this. */
export function requireOwnPage(headers: Headers, sessionId: string): void {
  if (!isOwnOrigin(headers.get("origin"), headers.get("host"))) {
    throw new Problem("csrf", "The request did not come from this dashboard's address: open the dashboard under its public address and try again.");
  }
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") {
    throw new Problem("csrf", "The request came from another site: open the dashboard and do it there.");
  }
  if (!sameToken(headers.get(csrfHeader) ?? "", csrfToken(sessionId))) {
    throw new Problem("csrf", "The header X-CSRF-Token is missing or not of this session: reload the page and try again.");
  }
}

/**
 * The public address, that of the start, or the host that the browser itself was asked for (a second name of the same
 * server). Also where we listen: an address in the settings that leads nowhere any more must be mended from there.
 */
function isOwnOrigin(origin: string | null, host: string | null): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  const { publicUrl, signInUrl, defaultPublicUrl } = installation();
  if (url.origin === new URL(defaultPublicUrl).origin) return true;
  return [publicUrl, signInUrl].some((address) => {
    const own = new URL(address);
    return url.origin === own.origin || (url.protocol === own.protocol && host !== null && url.host === host.toLowerCase());
  });
}

function sameToken(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given, "utf8"), Buffer.from(expected, "utf8")];
  return a.length === b.length && timingSafeEqual(a, b);
}
