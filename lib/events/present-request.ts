import { publicId } from "#lib/platform/ids";
import { maskHeader, maskPersonal, personalMask } from "./mask-personal.ts";
import { readableBody } from "./readable-body.ts";
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
    headers: row.headers.map(([name, value]): [string, string] => [name, unmasked ? value : maskHeader(name, detailed ? value : valueForViewers(name, value))]),
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
  const read = readableBody(body);
  if (unmasked) return { text: read?.isUtf8 === true ? read.text : null, bytes: body };
  if (read === null) return { text: null, bytes: Buffer.from(personalMask) };
  const masked = maskPersonal(read.text);
  return { text: read.isUtf8 ? masked : null, bytes: read.write(masked) };
}
