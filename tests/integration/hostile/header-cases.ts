import type { HostileCase } from "./hostile-case.ts";
import { chunked, gatewayBody, gatewayRequest, hmacHex, rawRequest, stripeBody, stripeHeader } from "./signed-message.ts";

const withHeaders = (name: string, status: number | readonly number[], ...headers: string[]): HostileCase => ({ name, status, send: ({ gateway }) => gatewayRequest(gateway, { headers }) });
const withTarget = (name: string, status: number | readonly number[], target: (path: string) => string): HostileCase => ({ name, status, send: ({ gateway }) => gatewayRequest(gateway, { target: target(`/api/webhooks/${gateway.token}`) }) });
const method = (name: string, status: number): HostileCase => ({ name, status, send: ({ gateway }) => gatewayRequest(gateway, { method: name }) });
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** What a proxy, a mistake or an attacker does to the lines around a body that is signed as it should be. */
export const headerCases: readonly HostileCase[] = [
  {
    name: "the signature twice",
    status: 401,
    send: ({ gateway }) => {
      const body = gatewayBody();
      const line = `X-Signature: ${hmacHex(gateway.secret, body)}`;
      return gatewayRequest(gateway, { body, signature: [line, line] });
    },
  },
  {
    name: "the right signature after a wrong one, joined by a comma",
    status: 401,
    send: ({ gateway }) => {
      const body = gatewayBody();
      return gatewayRequest(gateway, { body, signature: [`X-Signature: ${"0".repeat(64)}, ${hmacHex(gateway.secret, body)}`] });
    },
  },
  {
    name: "Stripe's header twice",
    status: 401,
    send: ({ stripe }) => {
      const body = stripeBody();
      const line = stripeHeader(stripe.secret, body, nowSeconds());
      return rawRequest(stripe, { body, signature: [line, line] });
    },
  },
  {
    name: "names in another case",
    status: 200,
    send: ({ gateway }) => {
      const body = gatewayBody();
      return gatewayRequest(gateway, { body, signature: [`x-SIGNATURE: ${hmacHex(gateway.secret, body)}`] });
    },
  },
  {
    name: "an underscore in the name of the signature",
    status: 401,
    send: ({ gateway }) => {
      const body = gatewayBody();
      return gatewayRequest(gateway, { body, signature: [`X_Signature: ${hmacHex(gateway.secret, body)}`] });
    },
  },
  withHeaders("a folded line", 400, "X-Folded: a\r\n b"),
  {
    name: "Content-Length and Transfer-Encoding together",
    status: 400,
    send: ({ gateway }) => {
      const body = gatewayBody();
      return gatewayRequest(gateway, { body, headers: ["Transfer-Encoding: chunked"], wire: chunked(body) });
    },
  },
  withHeaders("two lengths that differ", 400, "Content-Length: 1"),
  { name: "a transfer coding that nobody knows", status: 400, send: ({ gateway }) => gatewayRequest(gateway, { contentLength: null, headers: ["Transfer-Encoding: xchunked"] }) },
  { name: "a length that is no number", status: 400, send: ({ gateway }) => gatewayRequest(gateway, { contentLength: null, headers: ["Content-Length: 0x10"] }) },
  { name: "a chunk size that is no number", status: 400, send: ({ gateway }) => gatewayRequest(gateway, { contentLength: null, headers: ["Transfer-Encoding: chunked"], wire: "zz\r\nhello\r\n0\r\n\r\n" }) },
  withTarget("the absolute form of the target", 200, (path) => `http://elsewhere.test${path}`),
  withHeaders("a bare carriage return in a value", 400, "X-Split: a\rSet-Cookie: b=c"),
  withHeaders("a bare line feed in a value", [200, 400], "X-Split: a\nX-Other: b"),
  withHeaders("a NUL in a value", 400, "X-Nul: a\u0000b"),
  withHeaders("a space before the colon", 400, "X-Space : a"),
  withHeaders("two hundred lines", 200, ...Array.from({ length: 200 }, (_, at) => `X-Many-${String(at)}: 1`)),
  withHeaders("a line of 20 kB", 431, `X-Long: ${"a".repeat(20_000)}`),
  { name: "no Host", status: 400, send: ({ gateway }) => [{ bytes: `POST /api/webhooks/${gateway.token} HTTP/1.1\r\nContent-Length: 0\r\n\r\n` }] },
  { name: "no HTTP", status: 400, send: () => [{ bytes: "\u0016\u0003\u0001\u0000\r\n\r\n" }] },
  { name: "the preface of HTTP/2", status: 400, send: () => [{ bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" }] },
  withHeaders("a forged way through a proxy", 200, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Host: evil.test", "X-Forwarded-Proto: https", "X-Real-IP: 203.0.113.9", "X-Countersign-Remote-Address: 203.0.113.9"),
  withHeaders("Next's header for skipping its middleware", 200, "x-middleware-subrequest: middleware:middleware:middleware"),
  withHeaders("Next's header of a Server Action", 200, "next-action: 00000000000000000000000000000000000000000000"),
  withHeaders("Next's headers of its router", 200, "rsc: 1", "next-router-state-tree: %5B%22%22%5D", "next-router-prefetch: 1", "next-router-segment-prefetch: /_tree", "next-url: /"),
  { ...withHeaders("Next's header of a prefetch by its middleware", 200, "x-middleware-prefetch: 1", "x-nextjs-data: 1"), answer: '"received":true' },
  withHeaders("Next's headers of a preview and a revalidation", 200, "x-prerender-revalidate: x", "x-nextjs-data: 1", "x-matched-path: /sign-in", "x-invoke-path: /sign-in"),
  withHeaders("other systems' credentials", 200, "Authorization: Bearer canary-of-another-system", "Cookie: session=canary-of-another-system"),
  withHeaders("an offer to go on in HTTP/2, as Java's client makes it", 200, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA"),
  withHeaders("an offer to go on as a web socket", 200, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
  withHeaders("an expectation", [200, 417], "Expect: 200-maybe"),
  method("PUT", 405),
  method("DELETE", 405),
  method("PATCH", 405),
  method("OPTIONS", 405),
  method("TRACE", 405),
  method("PROPFIND", 405),
  withTarget("a query behind the token", 200, (path) => `${path}?x=%00&y=<script>`),
  withTarget("a slash behind the token", [200, 308, 404], (path) => `${path}/`),
  withTarget("two slashes in front", [200, 308, 400, 404], (path) => `/${path}`),
  withTarget("an escaped slash in the token", [400, 404], (path) => `${path}%2F..%2F..%2Fhealth`),
  withTarget("an escape that is none", [400, 404], (path) => `${path}%zz`),
  withTarget("dots in the path", [200, 308, 400, 404], (path) => path.replace("/api/", "/api/v1/../")),
  withTarget("a token that nobody has", 404, () => "/api/webhooks/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
  withTarget("a token of five thousand letters", 404, () => `/api/webhooks/${"A".repeat(5000)}`),
  withTarget("a token with a NUL", [400, 404], () => "/api/webhooks/a%00b"),
  withTarget("a token that speaks SQL", [400, 404], () => "/api/webhooks/'%20or%20'1'='1"),
  withTarget("a token that names a member of the prototype", 404, () => "/api/webhooks/__proto__"),
];
