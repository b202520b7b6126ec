import type { Delivery } from "#lib/deliveries/delivery-shape";
import type { State } from "../ui/state-badge.tsx";

type Told = Pick<Delivery, "status" | "attemptCount" | "nextAttemptAt" | "held" | "lastStatusCode" | "lastError">;

const errorWords: Record<NonNullable<Delivery["lastError"]>, string> = {
  timeout: "No answer in time",
  dns: "The name could not be looked up",
  connect: "Nobody took the connection",
  tls: "The certificate was not accepted",
  refused_address: "It leads to an address that may not be reached",
  reset: "The connection was cut",
  too_large: "Its headers were too large",
  gone: "The event is no longer kept",
  endpoint_disabled: "The endpoint was disabled",
  endpoint_deleted: "The endpoint was deleted",
  too_late: "24 hours went by",
  not_sendable: "It could not be put together",
};

/** What came back last: `503`, or why nothing did. */
export function answerWords({ statusCode, error }: { readonly statusCode: number | null; readonly error: Delivery["lastError"] }): string {
  if (error !== null) return errorWords[error];
  return statusCode === null ? "–" : statusText(statusCode);
}

const statusNames: ReadonlyMap<number, string> = new Map([
  [200, "OK"],
  [201, "Created"],
  [202, "Accepted"],
  [204, "No content"],
  [301, "Moved"],
  [302, "Redirect"],
  [307, "Redirect"],
  [308, "Redirect"],
  [400, "Bad request"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "Not found"],
  [405, "Method not allowed"],
  [408, "Request timeout"],
  [409, "Conflict"],
  [410, "Gone"],
  [413, "Too large"],
  [415, "Unsupported type"],
  [422, "Not usable"],
  [429, "Too many requests"],
  [500, "Server error"],
  [502, "Bad gateway"],
  [503, "Unavailable"],
  [504, "Gateway timeout"],
]);

/** `503 Unavailable` */
export function statusText(statusCode: number): string {
  const name = statusNames.get(statusCode);
  return name === undefined ? String(statusCode) : `${String(statusCode)} ${name}`;
}

/** One word for how a delivery stands: a pending one waits for its first attempt or for another. */
export function deliveryState({ status, attemptCount }: Pick<Delivery, "status" | "attemptCount">): State {
  if (status !== "pending") return status;
  return attemptCount > 0 ? "retrying" : "waiting";
}

/** How a delivery stands, in a sentence or two. */
export function deliveryAnswer(delivery: Told, endpoint: string): string {
  const tries = delivery.attemptCount === 1 ? "1 attempt" : `${String(delivery.attemptCount)} attempts`;
  const last = answerWords({ statusCode: delivery.lastStatusCode, error: delivery.lastError });
  switch (delivery.status) {
    case "succeeded":
      return `${endpoint} took it${delivery.attemptCount === 1 ? " at the first attempt" : ` after ${tries}`}: ${last}.`;
    case "failed":
      return delivery.attemptCount === 0 ? `It was never sent to ${endpoint}. ${last}.` : `${endpoint} did not take it in ${tries}. The last one: ${lowerFirst(last)}. Nothing more is sent unless somebody asks for it.`;
    case "canceled":
      return `It was canceled after ${tries}: nothing more is sent.`;
    case "pending":
      if (delivery.held) return `It waits until its source is resumed.`;
      return delivery.attemptCount === 0 ? `It waits for its first attempt.` : `${endpoint} did not take it in ${tries}. The last one: ${lowerFirst(last)}. It is tried again.`;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
