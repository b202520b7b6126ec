import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

const acceptedAtMs = new WeakMap<Socket, number>();
/** A connection may be made ahead of its first request: more than this of its age says nothing of when the request came. */
const mostUnseenMs = 600;

/** Notes when connections come: an event loop that is held up takes one in long before it reads what came with it. */
export function watchConnections(server: Server): void {
  server.on("connection", (socket: Socket) => acceptedAtMs.set(socket, performance.now()));
}

/** When the first of a request came, as far as we can know, by `performance.now()`. Asked once for each request, when it is seen. */
export function firstByteMs({ socket }: IncomingMessage): number {
  const nowMs = performance.now();
  const acceptedMs = acceptedAtMs.get(socket);
  acceptedAtMs.delete(socket);
  return acceptedMs === undefined ? nowMs : Math.max(acceptedMs, nowMs - mostUnseenMs);
}
