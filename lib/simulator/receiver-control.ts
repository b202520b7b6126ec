import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { writeJson } from "#lib/platform/raw-json";
import { failureText, readFailure, type ReceiverFailure } from "./receiver-failure.ts";

export const controlPath = "/_control";

/** What a receiver counts and how it fails; may be changed while it runs. */
export interface ReceiverState {
  failure: ReceiverFailure | null;
  /** How many deliveries still fail; `null`: all. */
  times: number | null;
  taken: number;
  refused: number;
  failed: number;
  secrets: string[];
}

const change = z.strictObject({ fail: z.string(), times: z.int().min(1).max(1_000_000).nullable().default(null) });

/**
 * `GET` tells the counts, `POST {"fail":"500","times":3}` makes it fail. From this machine alone, and only as JSON: no page of
 * another site can send that without being asked first, and we do not answer that question.
 */
export function answerControl(request: IncomingMessage, response: ServerResponse, body: Uint8Array, state: ReceiverState): void {
  const say = (status: number, value: unknown): void => void response.writeHead(status, { "content-type": "application/json" }).end(writeJson(value));
  if (!isLoopback(request.socket.remoteAddress ?? "")) return say(403, { error: "the receiver is controlled from its own machine" });
  if (request.method === "GET") return say(200, presentState(state));
  if (request.method !== "POST") return say(405, { error: "GET or POST" });
  if (request.headers["content-type"]?.split(";")[0]?.trim() !== "application/json") return say(415, { error: "content-type should be application/json" });
  const parsed = change.safeParse(jsonOrNull(body));
  const failure = parsed.success ? readFailure(parsed.data.fail) : undefined;
  if (!parsed.success || failure === undefined) return say(400, { error: 'the body should be {"fail": "none", "timeout", "reset" or a status such as "500", "times"?: a whole number}' });
  state.failure = failure;
  state.times = failure === null ? null : parsed.data.times;
  say(200, presentState(state));
}

function presentState({ failure, times, taken, refused, failed }: ReceiverState): object {
  return { fail: failureText(failure), times, taken, refused, failed };
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

function jsonOrNull(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return null;
  }
}
