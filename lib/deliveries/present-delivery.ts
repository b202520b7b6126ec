import { z } from "zod";
import { maskEmails, maskPersonal, personalMask } from "#lib/events/mask-personal";
import { readableBody } from "#lib/events/readable-body";
import { publicId } from "#lib/platform/ids";
import type { AttemptRow, DeliveryRow } from "./delivery-rows.sql.ts";
import { type Attempt, attemptShape, type Delivery, deliveryErrors, deliveryStatuses } from "./delivery-shape.ts";

/** `detailed`: with where it goes, which viewers may not see. */
export function presentDelivery(row: DeliveryRow, detailed: boolean): Delivery {
  return {
    id: publicId("delivery", row.id),
    eventId: publicId("event", row.event_id),
    eventType: row.event_type,
    endpointId: row.copy_url === null ? publicId("endpoint", row.target_id) : null,
    url: detailed ? (row.copy_url ?? row.endpoint_url) : null,
    replayId: row.replay_id === null ? null : publicId("replay", row.replay_id),
    status: deliveryStatuses.find((status) => status === row.status) ?? "pending",
    attemptCount: row.attempt_count,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    held: row.held,
    lastStatusCode: row.last_status_code,
    lastError: deliveryErrors.find((error) => error === row.last_error) ?? null,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

const headerLines = z.array(z.tuple([z.string(), z.string()]));

/** What a target said is for those who may see where it is; personal fields that it repeats read `***` unless `unmasked`. */
export function presentAttempt(row: AttemptRow, detailed: boolean, unmasked = false): Attempt {
  const headers = headerLines.parse(row.response_headers);
  const read = readableBody(row.response_body);
  return {
    id: publicId("attempt", row.id),
    number: row.number,
    startedAt: row.started_at.toISOString(),
    durationMs: row.duration_ms,
    timings: { dnsMs: row.dns_ms, connectMs: row.connect_ms, tlsMs: row.tls_ms, firstByteMs: row.first_byte_ms },
    statusCode: row.status_code,
    error: attemptShape.shape.error.catch(null).parse(row.error),
    errorDetail: detailed ? row.error_detail : null,
    requestHeaders: detailed ? headerLines.parse(row.request_headers) : [],
    responseHeaders: detailed ? headers.map(([name, value]) => [name, unmasked ? value : maskEmails(value)]) : [],
    responseBody: detailed ? (unmasked ? (read?.text ?? row.response_body.toString("utf8")) : read === null ? personalMask : maskPersonal(read.text)) : null,
    responseTruncated: row.response_truncated,
  };
}
