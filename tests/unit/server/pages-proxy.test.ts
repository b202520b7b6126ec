import { mkdtempSync, rmSync } from "node:fs";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listen, type ListeningServer, listenOnSocket } from "#lib/server/http-server";
import { openPagesProxy, passedBy, type PagesProxy } from "#lib/server/pages-proxy";
import { sendRaw } from "../../runner/raw-http.ts";

const onError = (error: unknown): never => expect.fail(String(error));
let folder: string;
let front: ListeningServer;
let pages: ListeningServer;
let proxy: PagesProxy;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "proxy-"));
  pages = await listenOnSocket(path.join(folder, "p.sock"), onError);
  front = await listen("127.0.0.1", 0, { dev: false, onError });
  proxy = openPagesProxy(path.join(folder, "p.sock"));
  front.serve((request, response) => proxy.pass(request, response, "198.51.100.7"));
});

afterEach(async () => {
  proxy.close();
  await Promise.all([front.close(), pages.close()]);
  rmSync(folder, { recursive: true });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

test("the pages see the lines as they were sent, the caller's address, and the body; nobody can say another address", async () => {
  pages.serve(async (request, response) => {
    const { remoteAddress, lines } = passedBy(request);
    response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify({ remoteAddress, lines, url: request.url, method: request.method, body: await bodyOf(request) }));
  });
  const lines = ["Host: shop.example", "X-One: a", "x-one: b", "X-Countersign-Remote-Address: 10.0.0.1", "x-countersign-remote-address: 10.0.0.2", "Transfer-Encoding: chunked", "Connection: close"];
  const reply = await sendRaw(front.port, [{ bytes: `PUT /a%20b?c=d HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n3\r\nabc\r\n0\r\n\r\n` }], 5_000);
  expect(reply.status).toBe(201);
  expect(JSON.parse(/\{.*\}/.exec(reply.body)?.[0] ?? "")).toEqual({
    remoteAddress: "198.51.100.7",
    lines: [["Host", "shop.example"], ["X-One", "a"], ["x-one", "b"], ["Transfer-Encoding", "chunked"], ["Connection", "close"]],
    url: "/a%20b?c=d",
    method: "PUT",
    body: "abc",
  });
});

test("an answer comes back as it is: its status, each cookie a line of its own, and piece by piece", async () => {
  let goOn: () => void = () => undefined;
  pages.serve((_request, response) => {
    response.writeHead(418, "Short and stout", { "set-cookie": ["a=1", "b=2"], "x-nonce": "n" });
    response.write("first");
    goOn = () => response.end(" last");
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => http.get({ port: front.port, path: "/" }, resolve).on("error", reject));
  const first = await new Promise<string>((resolve) => answer.once("data", (chunk: Buffer) => resolve(chunk.toString())));
  expect([answer.statusCode, answer.statusMessage, answer.headers["set-cookie"], answer.headers["x-nonce"], first]).toEqual([418, "Short and stout", ["a=1", "b=2"], "n", "first"]);
  goOn();
  expect(await bodyOf(answer)).toBe(" last");
});

test("trailers that are announced and never come, and a caller of HTTP/1.0 that names no host, are answered like others", async () => {
  pages.serve((request, response) => void response.end(JSON.stringify(passedBy(request).lines)));
  const announced = await sendRaw(front.port, [{ bytes: "GET / HTTP/1.1\r\nHost: x\r\nTrailer: x-sum\r\nX-One: a\r\n\r\n" }], 5_000);
  expect([announced.status, announced.body]).toEqual([200, '[["Host","x"],["X-One","a"]]']);
  expect((await sendRaw(front.port, [{ bytes: "GET / HTTP/1.0\r\n\r\n" }], 5_000)).status).toBe(200);
});

test("what a connection asks for all at once reaches the pages one after the other, and whoever goes away is asked for nothing more", async () => {
  const open = new Set<ServerResponse>();
  let most = 0;
  let calls = 0;
  pages.serve((_request, response) => {
    calls += 1;
    open.add(response);
    most = Math.max(most, open.size);
    response.on("close", () => open.delete(response));
    if (calls < 20) response.end("ok");
    else response.writeHead(200).write("on and on");
  });
  const socket = net.connect(front.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40)));
  await expect.poll(() => calls).toBeGreaterThanOrEqual(20);
  socket.destroy();
  await expect.poll(() => open.size).toBe(0);
  expect(most).toBe(1);
});

test("pages that hang are given up, and the caller is told what to do", async () => {
  pages.serve((request) => void request.resume());
  const impatient = openPagesProxy(path.join(folder, "p.sock"), 50);
  front.serve((request, response) => impatient.pass(request, response, null));
  const reply = await sendRaw(front.port, [{ bytes: "GET / HTTP/1.1\r\nHost: x\r\n\r\n" }], 5_000);
  expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(reply.body).toContain("restart Countersign");
  impatient.close();
});

test("whoever goes away ends what is made for them", async () => {
  let isGone = false;
  pages.serve((_request, response) => {
    response.on("close", () => {
      isGone = true;
    });
    response.writeHead(200).write("on and on");
  });
  const request = http.get({ port: front.port, path: "/" });
  request.on("error", () => undefined);
  request.on("response", (answer) => {
    answer.on("error", () => undefined);
    answer.once("data", () => request.destroy());
  });
  await expect.poll(() => isGone).toBe(true);
});

test("one connection to the pages serves one call after the other", async () => {
  const sockets = new Set<unknown>();
  pages.serve((request: IncomingMessage, response: ServerResponse) => {
    sockets.add(request.socket);
    response.writeHead(200).end("ok");
  });
  const agent = new http.Agent({ keepAlive: true });
  for (let call = 0; call < 5; call += 1) {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => http.get({ port: front.port, path: "/", agent }, resolve).on("error", reject));
    expect(await bodyOf(answer)).toBe("ok");
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
});

test("while no process renders pages the caller is told to come again", async () => {
  await pages.close();
  const reply = await sendRaw(front.port, [{ bytes: "GET /login HTTP/1.1\r\nHost: x\r\n\r\n" }], 5_000);
  expect(reply.status).toBe(503);
});
