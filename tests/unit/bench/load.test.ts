import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { providers } from "#lib/providers/registry";
import { bodyBytes, eventId, messageMaker, signatureHeader } from "#tests/bench/bench-message";
import { HttpSocket } from "#tests/bench/http-socket";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function connectTo(listener: RequestListener): Promise<HttpSocket> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = new HttpSocket("127.0.0.1", (server.address() as AddressInfo).port);
  open.push(() => {
    socket.close();
    server.closeAllConnections();
    server.close();
  });
  await socket.connect();
  return socket;
}

function post(socket: HttpSocket, body: string): Promise<number | null> {
  const head = `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n\r\n`;
  return new Promise((resolve) => socket.send(head, Buffer.from(body), resolve));
}

describe("messages of the bench", () => {
  test("have 1.3 kB, are unique, and verify under the key as a gateway's", () => {
    const make = messageMaker("a", "gw_bench_key");
    const messages = [0, 1, 25, 26, 700_000].map(make);
    expect(new Set(messages.map(({ body }) => Buffer.from(body).toString())).size).toBe(messages.length);
    for (const { body, signature } of messages) {
      expect(body).toHaveLength(bodyBytes);
      const verdict = providers.gateway.verify({ kind: "notification", settings: {}, mode: "test", keys: [{ id: "k", secret: "gw_bench_key" }], headers: new Map([[signatureHeader.toLowerCase(), signature]]), body, nowSeconds: 0 });
      expect(verdict.outcome).toBe("verified");
    }
    expect(new Set(Array.from({ length: 2000 }, (_, number) => eventId("a", number))).size).toBe(2000);
  });
});

describe("the bench's connection", () => {
  test("reads answers of known and of unknown length, one after the other", async () => {
    let turn = 0;
    const socket = await connectTo((request, response) => {
      request.resume();
      request.on("end", () => {
        turn += 1;
        if (turn === 1) response.writeHead(200, { "content-length": 4 }).end("fine");
        else if (turn === 2) {
          response.writeHead(202);
          response.write("in two ");
          setImmediate(() => response.end("parts"));
        } else response.writeHead(401, { "content-length": 0 }).end();
      });
    });
    expect([await post(socket, "a"), await post(socket, "b"), await post(socket, "c")]).toEqual([200, 202, 401]);
  });

  test("tells of a broken connection, and makes a new one for the next message", async () => {
    let turn = 0;
    const socket = await connectTo((request, response) => {
      turn += 1;
      if (turn === 1) request.socket.destroy();
      else response.writeHead(200, { "content-length": 0 }).end();
    });
    expect([await post(socket, "a"), await post(socket, "b")]).toEqual([null, 200]);
  });
});
