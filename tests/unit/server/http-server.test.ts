import { expect, test } from "vitest";
import { listen } from "#lib/server/http-server";
import { sendRaw } from "../../runner/raw-http.ts";

const offer = (path: string): string => `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\nContent-Length: 2\r\n\r\n{}`;

test.each(["/api/webhooks/token", "/_next/webpack-hmr"])("a request to %s that offers another protocol is answered as if it had not, and does not hold up the stop", async (path) => {
  const listening = await listen("127.0.0.1", 0, { dev: false, onError: (error) => expect.fail(String(error)) });
  // As Next does, which takes such sockets over and keeps them.
  listening.server.on("upgrade", () => undefined);
  listening.serve((_request, response) => void response.writeHead(200, { "content-length": 5 }).end("taken"));
  const reply = await sendRaw(listening.port, [{ bytes: offer(path) }], 3_000);
  await listening.close();
  expect([reply.status, reply.body]).toEqual([200, "taken"]);
});

test("what a handler throws at once is an answer 500, and the server goes on", async () => {
  const told: unknown[] = [];
  const listening = await listen("127.0.0.1", 0, { dev: false, onError: (error) => told.push(error) });
  listening.serve(() => {
    throw new Error("at once");
  });
  const reply = await sendRaw(listening.port, [{ bytes: "GET / HTTP/1.1\r\nHost: x\r\n\r\n" }], 3_000);
  await listening.close();
  expect([reply.status, String(told[0])]).toEqual([500, "Error: at once"]);
});
