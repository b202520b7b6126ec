import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { problemAnswer } from "#lib/receiving/door-answer";
import { watchConnections } from "./first-byte.ts";

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface ListeningServer {
  readonly server: Server;
  readonly port: number;
  /** Until this is called every request is answered 503 with Retry-After. */
  readonly serve: (handle: Handle) => void;
  /** Takes no new connections, lets open answers end, then closes what is left. */
  readonly close: () => Promise<void>;
}

/** The port cannot be had; the message is one line for the person who starts us. */
export class ListenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ListenError";
  }
}

/** Slow senders of headers and bodies are cut off: seconds of a socket are cheap, but not endless. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
const graceMs = 1_500;

/**
 * Nothing here speaks another protocol, save for Next's hot reload. An offer to change to one (`Upgrade: h2c`, which Java's
 * client sends by itself) is passed over as RFC 9110 §7.8 allows: the request counts. Next would keep such sockets for ever.
 */
function isOfNext(request: IncomingMessage): boolean {
  return request.url?.startsWith("/_next/") === true;
}

export interface ListenOptions {
  readonly dev: boolean;
  readonly onError: (error: unknown) => void;
}

/** Listens before anything else starts, so that a port in use is told at once. */
export async function listen(host: string, port: number, { dev, onError }: ListenOptions): Promise<ListeningServer> {
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs, connectionsCheckingInterval: 2_000, shouldUpgradeCallback: (request) => dev && isOfNext(request) });
  watchConnections(server);
  const serve = serveOn(server, onError);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : port, serve, close: () => close(server) };
}

/** For the process of the pages: a socket that only this user can reach. Slow senders are the front's matter, which also adds to the headers and has judged them: HTTP/1.0 names no host. */
export async function listenOnSocket(path: string, onError: (error: unknown) => void): Promise<ListeningServer> {
  const server = createServer({ keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, maxHeaderSize: 65_536, requireHostHeader: false, shouldUpgradeCallback: () => false });
  const serve = serveOn(server, onError);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return { server, port: 0, serve, close: () => close(server) };
}

/** Returns the way to say who answers; until then everything is told to come again. */
function serveOn(server: Server, onError: (error: unknown) => void): (handle: Handle) => void {
  let handle: Handle = starting;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    // A socket that breaks under an answer is the sender's matter; without a listener it would end the process.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    // Also what is thrown at once is caught: it would end the process, and a stranger chooses what comes in.
    const answer = async (): Promise<void> => handle(request, response);
    void answer().catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain", connection: "close" });
      response.end();
    });
  });
  return (next) => {
    handle = next;
  };
}

function starting(_request: IncomingMessage, response: ServerResponse): void {
  const answer = problemAnswer("unavailable", "Countersign is starting. Try again in a moment.", { "retry-after": "2" });
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const place = `${host}:${String(port)}`;
  if (error.code === "EADDRINUSE") return new ListenError(`Something else already listens on ${place}: stop it, or set PORT to another number.`);
  if (error.code === "EACCES") return new ListenError(`This user may not listen on ${place}: set PORT to a number above 1023.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") return new ListenError(`HOST is "${host}", which is no address of this machine: set it to 127.0.0.1 or 0.0.0.0.`);
  return error;
}
