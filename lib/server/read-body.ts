import type { IncomingMessage } from "node:http";

/**
 * The exact bytes of a request, or `too_large` as soon as there are more than `limitBytes` (what follows is not
 * kept), or `aborted` when the sender went away. Content-Length is believed only to refuse early.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | "too_large" | "aborted"> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limitBytes) return Promise.resolve("too_large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        request.removeAllListeners("data");
        chunks.length = 0;
        resolve("too_large");
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks, size)));
    request.on("error", () => resolve("aborted"));
    request.on("close", () => resolve("aborted"));
  });
}
