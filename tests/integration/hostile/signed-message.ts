import { createHash, createHmac } from "node:crypto";
import type { RawPart } from "../../runner/raw-http.ts";
import type { InsertedSource } from "../../runner/insert-source.ts";

/** What a test sends: every member replaces what an honest sender would have sent. */
export interface Message {
  readonly body?: string | Uint8Array;
  /** Whole header lines, beside or instead of the usual ones. */
  readonly headers?: readonly string[];
  /** Header lines that carry the signature; the honest one unless given. */
  readonly signature?: readonly string[];
  readonly method?: string;
  readonly target?: string;
  /** `null`: no Content-Length line. */
  readonly contentLength?: number | null;
  /** How the body goes over the wire, when not as it is. */
  readonly wire?: string | Uint8Array;
}

let counter = 0;

/** An honest body of the plain gateway; every call another one. */
export function gatewayBody(members: Readonly<Record<string, unknown>> = {}): string {
  counter += 1;
  return JSON.stringify({ id: `evt_${String(process.pid)}_${String(counter)}`, event: "payment.completed", created_at: "2026-01-01T00:00:00Z", data: { id: "pay_1", amount: 2599, currency: "EUR" }, ...members });
}

export function hmacHex(secret: string, body: string | Uint8Array): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

/** Adds white space at the end of a JSON body until it has this many bytes. */
export function paddedTo(length: number, body: string): string {
  return body.padEnd(length, " ");
}

/** The bytes of one request to the gateway source, as told. */
export function gatewayRequest(source: InsertedSource, message: Message = {}): readonly RawPart[] {
  const body = message.body ?? gatewayBody();
  return rawRequest(source, { ...message, body, signature: message.signature ?? [`X-Signature: ${hmacHex(source.secret, body)}`] });
}

export function rawRequest(source: InsertedSource, message: Message): readonly RawPart[] {
  const body = Buffer.from(message.body ?? "");
  const length = message.contentLength === undefined ? body.length : message.contentLength;
  const lines = [
    `${message.method ?? "POST"} ${message.target ?? `/api/webhooks/${source.token}`} HTTP/1.1`,
    "Host: countersign.test",
    "Content-Type: application/json",
    ...(length === null ? [] : [`Content-Length: ${String(length)}`]),
    ...(message.signature ?? []),
    ...(message.headers ?? []),
  ];
  return [{ bytes: Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8"), Buffer.from(message.wire ?? body)]) }];
}

/** A body in chunks of HTTP/1.1. */
export function chunked(body: string | Uint8Array, size = 1000): Buffer {
  const bytes = Buffer.from(body);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n"));
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

export function stripeHeader(secret: string, body: string, timestamp: string | number): string {
  return `Stripe-Signature: t=${String(timestamp)},v1=${hmacHex(secret, `${String(timestamp)}.${body}`)}`;
}

export function stripeBody(members: Readonly<Record<string, unknown>> = {}): string {
  counter += 1;
  return JSON.stringify({ id: `evt_stripe_${String(process.pid)}_${String(counter)}`, object: "event", type: "payment_intent.succeeded", created: 1_767_225_590, livemode: true, data: { object: { id: "pi_1", object: "payment_intent", amount: 2599, currency: "eur", status: "succeeded" } }, ...members });
}

/** `webhook-*` header lines of Standard Webhooks; `write` may spoil the signature. */
export function standardHeaders(secret: string, body: string, write: (base64: string) => string = (base64) => `v1,${base64}`): readonly string[] {
  counter += 1;
  const [id, timestamp] = [`msg_${String(process.pid)}_${String(counter)}`, String(Math.floor(Date.now() / 1000))];
  const signature = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64");
  return [`webhook-id: ${id}`, `webhook-timestamp: ${timestamp}`, `webhook-signature: ${write(signature)}`];
}

/** One item of Adyen's standard webhooks with its own signature; `item` is JSON text, so that it may hold members twice. */
export function adyenBody(secretHex: string, spoil: (item: string) => string = (item) => item): string {
  counter += 1;
  const reference = `PSP${String(process.pid)}${String(counter)}`;
  const signed = [reference, "", "ShopAccount", "order-1", "2599", "EUR", "AUTHORISATION", "true"].join(":");
  const signature = createHmac("sha256", Buffer.from(secretHex, "hex")).update(signed).digest("base64");
  const item = `{"additionalData":{"hmacSignature":"${signature}"},"amount":{"currency":"EUR","value":2599},"eventCode":"AUTHORISATION","eventDate":"2026-01-01T00:00:00+01:00","merchantAccountCode":"ShopAccount","merchantReference":"order-1","pspReference":"${reference}","success":"true"}`;
  return `{"live":"true","notificationItems":[{"NotificationRequestItem":${spoil(item)}}]}`;
}

/** A Praxis notification and its header line. */
export function praxisMessage(secret: string, spoil: (body: string) => string = (body) => body): { readonly body: string; readonly signature: readonly string[] } {
  counter += 1;
  const timestamp = Math.floor(Date.now() / 1000);
  const [token, tid] = ["0123456789abcdef0123456789abcdef", 100_000 + counter];
  const signed = ["merchant-1", "app-1", timestamp, token, "order-1", tid, "EUR", 2599, "1.000000", "EUR", 2599, secret].join("");
  const body = `{"merchant_id":"merchant-1","application_key":"app-1","conversion_rate":1.000000,"customer":{"customer_token":"${token}"},"session":{"order_id":"order-1","session_status":"successful"},"transaction":{"transaction_type":"sale","transaction_status":"approved","tid":${String(tid)},"currency":"EUR","amount":2599,"conversion_rate":1.000000,"processed_currency":"EUR","processed_amount":2599},"version":"1.3","timestamp":${String(timestamp)}}`;
  return { body: spoil(body), signature: [`Gt-Authentication: ${createHash("sha384").update(signed).digest("hex")}`] };
}
