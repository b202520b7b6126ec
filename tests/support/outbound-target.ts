import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach } from "vitest";
import type { TestCertificate } from "./certificate.ts";

export interface ReceivedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface OutboundTarget {
  readonly port: number;
  readonly calls: ReceivedCall[];
  /** How many connections were made to it. */
  readonly connections: () => number;
  readonly endConnections: () => void;
}

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

/** A server on loopback that keeps what it was sent; closed when the test ends. */
export async function httpTarget(answer: (request: IncomingMessage, response: ServerResponse) => void, options: { readonly tls?: TestCertificate; readonly host?: string } = {}): Promise<OutboundTarget> {
  const calls: ReceivedCall[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      calls.push({ method: request.method ?? "", url: request.url ?? "", headers, body: Buffer.concat(chunks) });
      answer(request, response);
    });
  };
  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  return { ...(await open(server, options.host)), calls };
}

/** A bare TCP server, for answers that no HTTP server would give. */
export async function tcpTarget(onSocket: (socket: Socket) => void): Promise<OutboundTarget> {
  return { ...(await open(createTcpServer(onSocket))), calls: [] };
}

async function open(server: Server, host = "127.0.0.1"): Promise<Omit<OutboundTarget, "calls">> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const endConnections = (): void => sockets.forEach((socket) => socket.destroy());
  closings.push(() => {
    endConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections, endConnections };
}
