import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, MessageKind } from "#lib/providers/provider";
import { bodyTooSlow } from "#lib/receiving/door-answer";
import type { Receiver } from "#lib/receiving/receiver";
import { late } from "#lib/validations/deadline";
import type { Validator } from "#lib/validations/validator";
import { firstByteMs } from "./first-byte.ts";
import { headerLines } from "./header-lines.ts";
import { readBody } from "./read-body.ts";

/** How the rest of a body is treated that nobody wants: read on for a moment, so that the sender sees our answer. */
const lingerMs = 1_000;

const doorPath = /^\/api\/(webhooks|validations)\/([A-Za-z0-9_-]{1,200})$/;

/** Which door a request (its target in origin form) is for, or `null` for everything that Next answers. */
export function doorOf(request: IncomingMessage): { readonly kind: MessageKind; readonly token: string } | null {
  const match = doorPath.exec((request.url ?? "/").split("?", 1)[0] ?? "/");
  return match?.[2] === undefined ? null : { kind: match[1] === "validations" ? "validation" : "notification", token: match[2] };
}

/** Takes a webhook before Next sees it, by the same `receive` as the route of the same path. */
export async function takeAtDoor(
  request: IncomingMessage,
  response: ServerResponse,
  door: { readonly kind: MessageKind; readonly token: string },
  receiver: Receiver,
  remoteAddress: string | null,
): Promise<void> {
  const method = request.method ?? "GET";
  const body = method === "POST" ? await readBody(request, receiver.bodyLimitBytes) : new Uint8Array();
  if (body === "aborted") return;
  const answer = await receiver.receive({ ...door, method, headers: headerLines(request.rawHeaders), body, remoteAddress });
  writeAnswer(response, answer, method === "HEAD", body === "too_large");
  if (body === "too_large") dropRest(request);
}

/** The same for a validation, whose deadline counts from its first byte. */
export async function takeValidation(request: IncomingMessage, response: ServerResponse, token: string, validator: Validator, remoteAddress: string | null): Promise<void> {
  const startMs = firstByteMs(request);
  const method = request.method ?? "GET";
  const body = method === "POST" ? await validator.bodyInTime(token, startMs, readBody(request, validator.bodyLimitBytes)) : new Uint8Array();
  if (body === "aborted") return;
  const answer = body === late ? bodyTooSlow() : await validator.validate({ token, method, headers: headerLines(request.rawHeaders), body, remoteAddress, firstByteMs: startMs });
  const isRestUnread = body === "too_large" || body === late;
  writeAnswer(response, answer, method === "HEAD", isRestUnread);
  if (isRestUnread) dropRest(request);
}

/** Sends an answer as the door does. */
export function writeAnswer(response: ServerResponse, answer: Answer, withoutBody = false, close = false): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(close ? { connection: "close" } : {}),
  });
  // As text, so that Node sends it with the head in one piece.
  response.end(withoutBody ? undefined : answer.body);
}

function dropRest(request: IncomingMessage): void {
  request.resume();
  setTimeout(() => request.destroy(), lingerMs).unref();
}
