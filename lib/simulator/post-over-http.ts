import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { PlayInput } from "./play-sends.ts";
import { brokenOff, type ReceivedAnswer } from "./received-answer.ts";
import type { SignedMessage } from "./simulation.ts";

const mostCharacters = 2_000;
export const noAnswer: ReceivedAnswer = { status: null, headers: new Map(), body: "" };

/** Posts to the URLs of a source over real HTTP. Whatever goes wrong is no answer, as it would be for the provider. */
export function postOverHttp(urls: { readonly notification: string; readonly validation: string | null }): PlayInput["post"] {
  return (message, timeLimitMs, kind) => postSigned(kind === "validation" ? (urls.validation ?? urls.notification) : urls.notification, message, timeLimitMs);
}

/** Posts one message over real HTTP; an answer of any status is an answer. Never throws. */
export async function postSigned(url: string | URL, message: SignedMessage, timeLimitMs: number): Promise<ReceivedAnswer> {
  const { headers, body, sentBytes } = message;
  try {
    if (sentBytes !== undefined) return await postUntilBroken(new URL(url), headers, body, sentBytes, timeLimitMs);
    const response = await fetch(url, { method: "POST", headers: { ...headers }, body: Buffer.from(body), redirect: "manual", signal: AbortSignal.timeout(timeLimitMs) });
    const text = await response.text();
    return { status: response.status, headers: new Map(response.headers), body: text.slice(0, mostCharacters) };
  } catch (error) {
    return { ...noAnswer, failure: failureOf(error, timeLimitMs) };
  }
}

/** Promises the whole body, sends the beginning of it and lets the connection break, as a sender does whose network fails. */
function postUntilBroken(url: URL, headers: Readonly<Record<string, string>>, body: Uint8Array, sentBytes: number, timeLimitMs: number): Promise<ReceivedAnswer> {
  return new Promise((resolve, reject) => {
    let isBroken = false;
    const sending = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, { method: "POST", headers: { ...headers, "content-length": String(body.length) }, agent: false, timeout: timeLimitMs });
    sending.once("timeout", () => sending.destroy());
    sending.on("error", (error) => (isBroken ? undefined : reject(error)));
    sending.once("close", () => resolve({ ...noAnswer, failure: brokenOff }));
    sending.write(body.subarray(0, sentBytes), () => {
      isBroken = true;
      sending.destroy();
    });
  });
}

function failureOf(error: unknown, timeLimitMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `nothing came within ${String(timeLimitMs / 1000)} s`;
  const code = codeOf(error.cause) ?? codeOf(error);
  if (code === "ECONNREFUSED") return "nothing listens there; is Countersign running, and is the port right";
  if (code === "ENOTFOUND") return "its name is not known; check the URL";
  if (code === "ECONNRESET" || code === "UND_ERR_SOCKET") return "the connection was closed before an answer came";
  const said = code ?? (error.cause instanceof Error ? error.cause.message : error.message);
  return said === "bad port" ? "that port belongs to another protocol, and HTTP never calls it; choose another" : said;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
