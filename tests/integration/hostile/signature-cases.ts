import { createHmac } from "node:crypto";
import type { HostileCase } from "./hostile-case.ts";
import type { InsertedSource } from "../../runner/insert-source.ts";
import { gatewayBody, gatewayRequest, hmacHex, rawRequest, standardHeaders, stripeBody, stripeHeader } from "./signed-message.ts";

/** The header's value made from the honest digest. */
const written = (name: string, status: number, write: (hex: string, body: string, source: InsertedSource) => string): HostileCase => ({
  name,
  status,
  send: ({ gateway }) => {
    const body = gatewayBody();
    return gatewayRequest(gateway, { body, signature: [`X-Signature: ${write(hmacHex(gateway.secret, body), body, gateway)}`] });
  },
});
const stripeAt = (name: string, status: number, header: (body: string, secret: string, nowSeconds: number) => string, members: Readonly<Record<string, unknown>> = {}): HostileCase => ({
  name: `Stripe: ${name}`,
  status,
  send: ({ stripe }) => {
    const body = stripeBody(members);
    return rawRequest(stripe, { body, signature: [header(body, stripe.secret, Math.floor(Date.now() / 1000))] });
  },
});
const standardAs = (name: string, status: number, write: (base64: string) => string): HostileCase => ({
  name: `Standard Webhooks: ${name}`,
  status,
  send: ({ standard }) => {
    const body = gatewayBody();
    return rawRequest(standard, { body, signature: standardHeaders(standard.secret, body, write) });
  },
});
const bitFlipped = (name: string, at: (length: number) => number): HostileCase => ({
  name: `one bit of the body flipped, ${name}`,
  status: 401,
  send: ({ gateway }) => {
    const body = Buffer.from(gatewayBody());
    const signature = [`X-Signature: ${hmacHex(gateway.secret, body)}`];
    const index = at(body.length);
    body.writeUInt8(body.readUInt8(index) ^ 1, index);
    return gatewayRequest(gateway, { body, signature });
  },
});

/** Signatures that are not quite right. Only the exact form of the provider counts. */
export const signatureCases: readonly HostileCase[] = [
  { name: "none", status: 401, outcome: "rejected", send: ({ gateway }) => gatewayRequest(gateway, { signature: [] }) },
  written("an empty one", 401, () => ""),
  written("one digit short", 401, (hex) => hex.slice(0, 63)),
  written("one digit long", 401, (hex) => `${hex}0`),
  written("a hundred thousand digits would not fit, ten thousand do", 401, () => "a".repeat(10_000)),
  written("upper-case digits", 401, (hex) => hex.toUpperCase().replace(/^[0-9]+$/, "F")),
  written("digits of full width", 401, (hex) => hex.replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))),
  written("a Cyrillic a", 401, (hex) => `\u0430${hex.slice(1)}`),
  written("a letter that is no digit", 401, (hex) => `g${hex.slice(1)}`),
  written("base64", 401, (hex) => Buffer.from(hex, "hex").toString("base64")),
  written("base64 for URLs", 401, (hex) => Buffer.from(hex, "hex").toString("base64url")),
  written("a prefix", 401, (hex) => `sha256=${hex}`),
  written("quotes", 401, (hex) => `"${hex}"`),
  written("a blank inside", 401, (hex) => `${hex.slice(0, 32)} ${hex.slice(32)}`),
  written("blanks around, which HTTP takes away", 200, (hex) => `  ${hex}\t`),
  written("two of them", 401, (hex) => `${hex} ${hex}`),
  written("another hash", 401, (_, body, source) => createHmac("sha512", source.secret).update(body).digest("hex")),
  written("an empty key", 401, (_, body) => hmacHex("", body)),
  written("the secret itself", 401, (_, __, source) => source.secret),
  written("the word null", 401, () => "null"),
  {
    name: "an algorithm that the sender names is not asked for",
    status: 401,
    send: ({ gateway }) => gatewayRequest(gateway, { signature: ["X-Signature: none", "X-Signature-Algorithm: none"] }),
  },
  {
    name: "the key of another source",
    status: 401,
    send: ({ gateway, other }) => {
      const body = gatewayBody();
      return gatewayRequest(gateway, { body, signature: [`X-Signature: ${hmacHex(other.secret, body)}`] });
    },
  },
  { name: "a key that has ended", status: 401, send: ({ expired }) => gatewayRequest(expired) },
  bitFlipped("at its start", () => 0),
  bitFlipped("in its middle", (length) => Math.floor(length / 2)),
  bitFlipped("at its end", (length) => length - 1),
  stripeAt("now", 200, (body, secret, now) => stripeHeader(secret, body, now)),
  stripeAt("just inside the window", 200, (body, secret, now) => stripeHeader(secret, body, now - 280)),
  stripeAt("too old", 401, (body, secret, now) => stripeHeader(secret, body, now - 302)),
  stripeAt("from the future", 401, (body, secret, now) => stripeHeader(secret, body, now + 320)),
  stripeAt("a time with letters behind", 401, (body, secret, now) => stripeHeader(secret, body, `${String(now)}abc`)),
  stripeAt("a time as an exponent", 401, (body, secret) => stripeHeader(secret, body, "1e10")),
  stripeAt("two times", 401, (body, secret, now) => stripeHeader(secret, body, now).replace("t=", `t=${String(now)},t=`)),
  stripeAt("only the fake scheme", 401, (body, secret, now) => stripeHeader(secret, body, now).replace("v1=", "v0=")),
  stripeAt("a time that was not signed", 401, (body, secret, now) => stripeHeader(secret, body, now - 5).replace(/t=\d+/, `t=${String(now)}`)),
  stripeAt("a test event at a live source", 422, (body, secret, now) => stripeHeader(secret, body, now), { livemode: false }),
  standardAs("as it should be", 200, (base64) => `v1,${base64}`),
  standardAs("one of several", 200, (base64) => `v1,${"A".repeat(43)}= v1a,unknown v1,${base64}`),
  standardAs("base64 for URLs", 401, (base64) => `v1,${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`),
  standardAs("without padding", 401, (base64) => `v1,${base64.replaceAll("=", "")}`),
  standardAs("another version", 401, (base64) => `v2,${base64}`),
  standardAs("no version", 401, (base64) => base64),
];
