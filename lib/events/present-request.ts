import { isUtf8 } from "node:buffer";
import { publicId } from "#lib/platform/ids";
import { utf16Order } from "#lib/receiving/utf16-body";
import { maskPersonal } from "./mask-personal.ts";
import type { RequestDetailRow, RequestRow } from "./request-rows.sql.ts";
import { type Explanation, type Request, type RequestDetail, requestOutcomes } from "./request-shape.ts";

/** Headers that tell where a call came from, or by which address it reached us. */
const addressHeaders = new Set(["x-forwarded", "forwarded-for", "x-cluster-client-ip", "fastly-client-ip", "fly-client-ip", "x-envoy-external-address", "x-azure-clientip", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip", "host", "x-original-url", "x-rewrite-url"]);

/** `detailed`: with the address that called; viewers do not see it. */
export function presentRequest(row: RequestRow, detailed: boolean): Request {
  return {
    id: publicId("request", row.id),
    sourceId: publicId("source", row.source_id),
    kind: row.kind === "validation" ? "validation" : "notification",
    receivedAt: row.received_at.toISOString(),
    outcome: requestOutcomes.find((outcome) => outcome === row.outcome) ?? "rejected",
    reason: row.reason,
    answeredStatus: row.answered_status,
    bytes: row.body_bytes,
    keyId: row.key_id === null ? null : publicId("key", row.key_id),
    remoteAddress: detailed ? row.remote_address : null,
    eventIds: row.event_ids.map((id) => publicId("event", id)),
    masked: row.masked,
  };
}

export interface RequestView {
  readonly detailed: boolean;
  readonly unmasked: boolean;
}

export function presentRequestDetail(row: RequestDetailRow, explanation: Explanation | null, { detailed, unmasked }: RequestView): RequestDetail {
  const { text, bytes } = shownBody(row.body, unmasked);
  return {
    ...presentRequest(row, detailed),
    headers: row.headers.map(([name, value]): [string, string] => [name, detailed ? value : valueForViewers(name, value)]),
    body: text,
    bodyBase64: bytes.toString("base64"),
    bodyKept: row.body.length > 0 || row.body_bytes === 0,
    erasedAt: row.erased_at?.toISOString() ?? null,
    personalMasked: !unmasked,
    explanation,
  };
}

/** Proxies write the address that was called into headers of many names: its token is a secret of the source. */
const doorAddress = /((?:\/|%2f)api(?:\/|%2f)(?:webhooks|validations)(?:\/|%2f))[A-Za-z0-9_-]+/gi;

function valueForViewers(name: string, value: string): string {
  return addressHeaders.has(name.toLowerCase()) ? "***" : value.replaceAll(doorAddress, "$1***");
}

/** Both forms of the body say the same, so that masking the one is not undone by the other. */
function shownBody(body: Buffer, unmasked: boolean): { text: string | null; bytes: Buffer } {
  const order = utf16Order(body);
  // Latin letters of UTF-16 are good UTF-8 with a NUL beside each, in which nothing would be found.
  if (order !== null) {
    const inOrder = (bytes: Buffer): Buffer => (order.lowByte === 0 || bytes.length % 2 === 1 ? bytes : Buffer.from(bytes).swap16());
    const text = inOrder(body).toString("utf16le");
    return { text: null, bytes: unmasked ? body : inOrder(Buffer.from(maskPersonal(text), "utf16le")) };
  }
  const isText = isUtf8(body);
  if (unmasked) return { text: isText ? body.toString("utf8") : null, bytes: body };
  // Bytes that are not UTF-8 are masked as Latin-1, where every byte is one letter.
  const encoding = isText ? "utf8" : "latin1";
  const masked = maskPersonal(body.toString(encoding));
  return { text: isText ? masked : null, bytes: Buffer.from(masked, encoding) };
}
