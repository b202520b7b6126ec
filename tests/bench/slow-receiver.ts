import { createServer } from "node:http";

/** A merchant's server that answers after 50 ms. Prints its port; `GET /` tells when each id came first, and how many calls there were. */
const answerAfterMs = 50;
const firstAtMs = new Map<string, number>();
let calls = 0;

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ calls, firstAtMs: Object.fromEntries(firstAtMs) }));
    return;
  }
  const id = String(request.headers["webhook-id"]);
  if (!firstAtMs.has(id)) firstAtMs.set(id, Date.now());
  calls += 1;
  request.resume();
  request.on("end", () => setTimeout(() => response.writeHead(204).end(), answerAfterMs));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`listening on ${typeof address === "object" && address !== null ? String(address.port) : ""}\n`);
});
process.on("SIGTERM", () => process.exit(0));
