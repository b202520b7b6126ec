import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

const firstBytesMs = new WeakMap<Socket, number>();
/** A connection may be made ahead of its first request: more than this of its age says nothing of when the request came. */
const mostUnseenMs = 600;

/**
 * Notes when the first byte of each request comes: a head may take its time, and an event loop that is held up takes a
 * connection in long before it reads what came with it.
 */
export function watchConnections(server: Server): void {
  server.on("connection", (socket: Socket) => {
    let acceptedMs: number | null = performance.now();
    onMessageBegin(socket, () => {
      const nowMs = performance.now();
      firstBytesMs.set(socket, acceptedMs === null ? nowMs : Math.max(acceptedMs, nowMs - mostUnseenMs));
      acceptedMs = null;
    });
  });
}

/** Node's parser tells of it whoever asks, and nothing else does. Where one does not, a request counts from the end of its head. */
function onMessageBegin(socket: Socket, tell: () => void): void {
  const parser: unknown = Reflect.get(socket, "parser");
  if (typeof parser !== "object" || parser === null) return;
  const messageBegin: unknown = Reflect.get(parser.constructor, "kOnMessageBegin");
  if (typeof messageBegin === "number") Reflect.set(parser, messageBegin, tell);
}

/** When the first of a request came, as far as we can know, by `performance.now()`. To be asked when the request is seen. */
export function firstByteMs({ socket }: IncomingMessage): number {
  return firstBytesMs.get(socket) ?? performance.now();
}
