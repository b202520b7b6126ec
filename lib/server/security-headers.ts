import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What only we may say to Next; a client's own words under these names are dropped. */
const reservedHeaders = [
  "content-security-policy",
  "x-nonce",
  "x-countersign-remote-address",
  "x-countersign-path",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "x-middleware-subrequest",
  // Next answers calls with it itself, 200 and empty, without asking their route: a message would be lost that was acknowledged.
  "x-middleware-prefetch",
  "next-action",
];

/** Next's router speaks by these; in front of a route they would only cause redirects. */
const routerHeaders = ["rsc", "next-router-state-tree", "next-router-prefetch", "next-router-segment-prefetch", "next-url", "x-nextjs-data"];

/** Gives Next the nonce of this answer and the caller's address, and the browser the policy that goes with it. */
export function secure(request: IncomingMessage, response: ServerResponse, facts: { readonly remoteAddress: string | null; readonly https: boolean; readonly dev: boolean }): void {
  for (const name of reservedHeaders) delete request.headers[name];
  if (request.url?.startsWith("/api/") === true) for (const name of routerHeaders) delete request.headers[name];
  if (!isRouterState(request.headers["next-router-state-tree"])) delete request.headers["next-router-state-tree"];
  if (facts.remoteAddress !== null) request.headers["x-countersign-remote-address"] = facts.remoteAddress;
  // A provider gets no page: the same answer as at the fast door.
  if (request.url?.startsWith("/api/webhooks/") === true || request.url?.startsWith("/api/validations/") === true) return;
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, facts.dev);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  // A layout does not know its own address, and the sign-in leads back to it.
  request.headers["x-countersign-path"] = request.url ?? "/";
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()");
  if (facts.https) response.setHeader("strict-transport-security", "max-age=31536000");
}

/** Whether a browser's page can have sent it: Next answers 500 to what it cannot parse. */
function isRouterState(value: string | readonly string[] | undefined): boolean {
  if (typeof value !== "string") return false;
  try {
    return Array.isArray(JSON.parse(decodeURIComponent(value)));
  } catch {
    return false;
  }
}

function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // Style attributes that the server renders; they cannot run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    dev ? "connect-src 'self' ws:" : "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
