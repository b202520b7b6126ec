import net from "node:net";

/** What came back over a socket; `status` 0 when the connection ended without an answer. */
export interface RawReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface RawPart {
  readonly bytes: string | Uint8Array;
  /** How long to wait before sending it. */
  readonly afterMs?: number;
}

/** Sends exactly these bytes over a socket of its own and reads until the first answer is whole, or the other side closes. */
export function sendRaw(port: number, parts: readonly RawPart[], limitMs = 15_000): Promise<RawReply> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = net.connect(port, "127.0.0.1");
    const finish = (): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(readReply(Buffer.concat(received)));
    };
    const limit = setTimeout(finish, limitMs);
    socket.on("data", (chunk) => {
      received.push(chunk);
      if (isWhole(Buffer.concat(received))) finish();
    });
    // A reset after our last byte is how some refusals end; what had arrived counts.
    socket.on("error", () => undefined);
    socket.on("close", finish);
    socket.on("connect", () => void sendParts(socket, parts));
  });
}

async function sendParts(socket: net.Socket, parts: readonly RawPart[]): Promise<void> {
  for (const { bytes, afterMs } of parts) {
    if (afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, afterMs));
    if (socket.destroyed) return;
    await new Promise((resolve) => socket.write(bytes, resolve));
  }
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const { status, headers } = readReply(bytes);
  const length = headers.get("content-length");
  if (status === 100) return false;
  if (length !== undefined) return bytes.length >= end + 4 + Number(length);
  if (headers.get("transfer-encoding") === "chunked") return bytes.includes("\r\n0\r\n\r\n", end - 2);
  return status === 204 || status === 304;
}

function readReply(bytes: Buffer): RawReply {
  const text = bytes.toString("latin1");
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const lines = head.split("\r\n");
  const headers = new Map(lines.slice(1).map((line) => [line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(lines[0] ?? "")?.[1] ?? 0), headers, body: Buffer.from(rest.join("\r\n\r\n"), "latin1").toString("utf8") };
}
