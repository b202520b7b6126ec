import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { problemAnswer } from "#lib/receiving/door-answer";
import type { HeaderLines } from "#lib/receiving/kept-headers";
import { writeAnswer } from "./fast-door.ts";
import { headerLines } from "./header-lines.ts";

/** The last line that the front writes: what Node adds behind it was not sent by the caller. */
const addressHeader = "x-countersign-remote-address";
const ownPrefix = "x-countersign-";
/** About the connection that it came on; Node writes its own for the next one. */
const ofTheConnection: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "trailer"]);
/** Nothing that the pages do begins to be answered later than this, unless their process hangs. */
const answerLimitMs = 120_000;
const hanging = "The pages do not answer. What was asked for may have been done all the same: look before you ask again. If it stays so, restart Countersign.";

export interface PagesProxy {
  /** Hands a call on to the process of the pages, and its answer back, both as they stream. */
  readonly pass: (request: IncomingMessage, response: ServerResponse, remoteAddress: string | null) => void;
  readonly close: () => void;
}

/** To a socket that only this user may open. */
export function openPagesProxy(socketPath: string, limitMs = answerLimitMs): PagesProxy {
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 64, scheduling: "lifo" });
  const pass: PagesProxy["pass"] = (request, response, remoteAddress) => {
    // One of several that were sent at once waits for its turn: a connection takes up the pages only once.
    if (response.socket === null) return void response.once("socket", () => pass(request, response, remoteAddress));
    const onward = http.request({
      socketPath,
      agent,
      method: request.method,
      path: request.url,
      headers: [...linesBut(request.rawHeaders, isNotForPages), addressHeader, remoteAddress ?? ""],
      setDefaultHeaders: false,
    });
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      onward.destroy(new Error("late"));
    }, limitMs);
    onward.on("response", (answer) => {
      clearTimeout(limit);
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, linesBut(answer.rawHeaders, (name) => ofTheConnection.has(name)));
      answer.pipe(response);
      // Broken off in the middle of an answer: the caller must see that it is not whole.
      answer.on("error", () => response.destroy());
    });
    onward.on("error", () => {
      clearTimeout(limit);
      if (response.headersSent) response.destroy();
      else writeAnswer(response, problemAnswer("unavailable", isLate ? hanging : "The pages are being started. Try again in a moment.", { "retry-after": isLate ? "30" : "2" }), request.method === "HEAD", true);
    });
    request.pipe(onward);
    // Whoever goes away wants no answer any more: an event stream would go on for ever. What nobody reads of a body is let go by.
    response.on("close", () => {
      clearTimeout(limit);
      onward.destroy();
      request.unpipe(onward);
      request.resume();
    });
  };
  return { pass, close: () => agent.destroy() };
}

/** Ours alone to write; and Node refuses to announce trailers of what has none, and sends none on. */
function isNotForPages(name: string): boolean {
  return name.startsWith(ownPrefix) || name === "trailer";
}

/** Header lines as they were sent, in one list as Node takes them, without some. `isLeftOut` is asked for names in lower case. */
function linesBut(rawHeaders: readonly string[], isLeftOut: (name: string) => boolean): string[] {
  return headerLines(rawHeaders).filter(([name]) => !isLeftOut(name.toLowerCase())).flat();
}

/** On the other side of the socket: who called, and the header lines as they were sent. */
export function passedBy(request: IncomingMessage): { readonly remoteAddress: string | null; readonly lines: HeaderLines } {
  const lines = headerLines(request.rawHeaders);
  const end = lines.findIndex(([name]) => name === addressHeader);
  const address = lines[end]?.[1] ?? "";
  return { remoteAddress: address === "" ? null : address, lines: end < 0 ? lines : lines.slice(0, end) };
}
