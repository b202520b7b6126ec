import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handle } from "#lib/rest/handle";
import { routeList } from "#lib/rest/route-list";
import { testPublicUrl, withParams } from "./access.ts";

export interface ApiServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const routes = routeList.map((route) => ({ route, pattern: new RegExp(`^/api/v1${route.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`) }));

/** The routes of /api/v1 on loopback, without Next around them. */
export async function apiServer(): Promise<ApiServer> {
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", testPublicUrl);
  const found = routes.find(({ route, pattern }) => route.method === request.method && pattern.test(url.pathname));
  if (found === undefined) return void response.writeHead(404).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const { route, pattern } = found;
  const ended = new AbortController();
  response.on("close", () => ended.abort());
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const asked = new Request(url, { method: route.method, headers, signal: ended.signal, ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }) });
  const answered = await handle(route)[route.method](asked, withParams(pattern.exec(url.pathname)?.groups ?? {}));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  const reader = answered.body?.getReader();
  ended.signal.addEventListener("abort", () => void reader?.cancel().catch(() => undefined));
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) response.write(part.value);
  response.end();
}
