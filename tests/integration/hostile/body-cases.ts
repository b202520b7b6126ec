import { gzipSync } from "node:zlib";
import { bodyLimitBytes } from "./doors.ts";
import type { HostileCase } from "./hostile-case.ts";
import { adyenBody, chunked, gatewayBody, gatewayRequest, hmacHex, paddedTo, praxisMessage, rawRequest } from "./signed-message.ts";

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const signed = (name: string, body: string | Uint8Array, status: number | readonly number[], headers: readonly string[] = []): HostileCase => ({ name, status, send: ({ gateway }) => gatewayRequest(gateway, { body, headers }) });
const unsigned = (name: string, body: string | Uint8Array): HostileCase => ({ name, status: 401, send: ({ gateway }) => gatewayRequest(gateway, { body, signature: [] }) });

/** Bodies that no honest sender makes, or only a strange one. Signed ones are somebody's with the key, so they are kept: as events or in quarantine. */
export const bodyCases: readonly HostileCase[] = [
  signed("no byte at all, signed", "", 422),
  unsigned("no byte at all", ""),
  { name: "exactly the limit", status: 200, send: ({ gateway }) => gatewayRequest(gateway, { body: paddedTo(bodyLimitBytes, gatewayBody()) }) },
  { name: "one byte over the limit, announced", status: 413, send: ({ gateway }) => gatewayRequest(gateway, { body: paddedTo(bodyLimitBytes + 1, gatewayBody()) }) },
  {
    name: "one byte over the limit, in chunks",
    status: 413,
    send: ({ gateway }) => {
      const body = paddedTo(bodyLimitBytes + 1, gatewayBody());
      return gatewayRequest(gateway, { body, contentLength: null, headers: ["Transfer-Encoding: chunked"], wire: chunked(body, 65_536) });
    },
  },
  { name: "far over the limit, announced and never sent", status: 413, send: ({ gateway }) => gatewayRequest(gateway, { contentLength: 10_000_000_000 }) },
  {
    name: "longer than announced: the rest is no part of it, and no request of its own",
    status: [400, 401],
    send: ({ gateway }) => gatewayRequest(gateway, { body: gatewayBody(), contentLength: 10 }),
  },
  {
    name: "in chunks without a length",
    status: 200,
    send: ({ gateway }) => {
      const body = gatewayBody();
      return gatewayRequest(gateway, { body, contentLength: null, headers: ["Transfer-Encoding: chunked"], wire: chunked(body, 7) });
    },
  },
  signed("a gzip bomb", gzipSync(Buffer.alloc(50_000_000)), 415, ["Content-Encoding: gzip"]),
  signed("nested encodings", gatewayBody(), 415, ["Content-Encoding: gzip, br, gzip"]),
  signed("an encoding that nobody knows", gatewayBody(), 415, ["Content-Encoding: x-evil"]),
  signed("the identity encoding", gatewayBody(), 200, ["Content-Encoding: identity"]),
  signed("bytes that are no UTF-8", Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]), 422),
  signed("a lone surrogate, escaped", `{"id":"lone-1","event":"payment.failed","note":"\\ud800"}`, 200),
  signed("a lone surrogate in the id", `{"id":"\\udfff","event":"payment.failed"}`, 200),
  signed("an escaped NUL in every place that is read", `{"id":"nul\\u0000","event":"nul\\u0000","created_at":"\\u0000","data":{"id":"\\u0000","currency":"\\u0000"}}`, 200),
  signed("a bare NUL", '{"id":"\u0000"}', 422),
  signed("a byte order mark, which RFC 8259 lets a reader skip", `\ufeff${gatewayBody()}`, 200),
  signed("UTF-16", Buffer.from(gatewayBody(), "utf16le"), 422),
  signed("a member twice under a signature of the whole", `{"id":"dup-1","id":"dup-2","event":"payment.failed"}`, 200),
  signed("members of the prototype", `{"id":"proto-1","__proto__":{"event":"x"},"constructor":{"prototype":{"a":1}},"event":"payment.failed"}`, 200),
  signed("a hundred thousand levels", nested(100_000), [200, 422]),
  signed("a hundred thousand brackets left open", "[".repeat(100_000), 422),
  signed("numbers that no double holds", `{"id":"num-1","event":"payment.failed","data":{"amount":1e400,"b":9007199254740993,"c":-0,"d":-1e-400}}`, 200),
  signed("half a million digits in a row", `{"id":"digits-1","event":"payment.failed","note":"${"4".repeat(500_000)}"}`, 200),
  signed("fifty thousand members", `{"id":"wide-1",${Array.from({ length: 50_000 }, (_, at) => `"k${String(at)}":${String(at)}`).join(",")}}`, 200),
  signed("XML that says it is JSON", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 422),
  signed("a form that says it is JSON", "id=1&event=payment.completed", 422),
  signed("parts that say they are JSON", '--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--x--\r\n', 422),
  signed("null", "null", [200, 422]),
  unsigned("a hundred thousand levels, unsigned", nested(100_000)),
  { name: "Adyen: success twice, the last as signed", status: 200, answer: "[accepted]", outcome: "quarantined", send: ({ adyen }) => rawRequest(adyen, { body: adyenBody(adyen.secret, (item) => item.replace('"success":"true"', '"success":"false","success":"true"')) }) },
  { name: "Adyen: success twice, the first as signed", status: 401, send: ({ adyen }) => rawRequest(adyen, { body: adyenBody(adyen.secret, (item) => item.replace('"success":"true"', '"success":"true","success":"false"')) }) },
  { name: "Adyen: no items", status: [200, 401], send: ({ adyen }) => rawRequest(adyen, { body: '{"live":"true","notificationItems":[]}' }) },
  { name: "Adyen: an honest item", status: 200, answer: "[accepted]", outcome: "accepted", send: ({ adyen }) => rawRequest(adyen, { body: adyenBody(adyen.secret) }) },
  { name: "Adyen: another amount than was signed", status: 401, send: ({ adyen }) => rawRequest(adyen, { body: adyenBody(adyen.secret, (item) => item.replace("2599", "2598")) }) },
  { name: "Adyen: a hundred thousand levels", status: 401, send: ({ adyen }) => rawRequest(adyen, { body: nested(100_000) }) },
  { name: "Praxis: an honest notification", status: 200, answer: '"status":0', outcome: "accepted", send: ({ praxis }) => rawRequest(praxis, praxisMessage(praxis.secret)) },
  { name: "Praxis: the amount twice", status: 200, answer: '"status":1', outcome: "quarantined", send: ({ praxis }) => rawRequest(praxis, praxisMessage(praxis.secret, (body) => body.replace('"amount":2599', '"amount":1,"amount":2599'))) },
  { name: "Praxis: another amount than was signed", status: 401, answer: '"status":-1', send: ({ praxis }) => rawRequest(praxis, praxisMessage(praxis.secret, (body) => body.replace('"amount":2599', '"amount":2598'))) },
  { name: "Praxis: the members of the prototype", status: [200, 401], send: ({ praxis }) => rawRequest(praxis, praxisMessage(praxis.secret, (body) => body.replace('"customer":', '"__proto__":{"a":1},"customer":'))) },
  { name: "Praxis: no JSON", status: 401, send: ({ praxis }) => rawRequest(praxis, { body: "hello", signature: [`Gt-Authentication: ${hmacHex("x", "y")}`] }) },
];
