import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";
import { saveBodies } from "./bare-server.sql.ts";

/**
 * What the machine can do at most: takes a body, writes its bytes, answers. No check, no duplicate, no job. Group
 * commit as in the receiver: two batches in flight, up to 200 rows each. `node bare-server.ts <database url>`
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 2 });

interface Waiting {
  readonly id: string;
  readonly body: Buffer;
  readonly done: (error: unknown) => void;
}
const mostRows = 200;
const queue: Waiting[] = [];
let lanes = 2;
let scheduled = false;

function schedule(): void {
  if (scheduled || lanes === 0 || queue.length === 0) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    while (lanes > 0 && queue.length > 0) void commit(queue.splice(0, mostRows));
  });
}

async function commit(batch: readonly Waiting[]): Promise<void> {
  lanes -= 1;
  try {
    await saveBodies(pool, batch);
    for (const { done } of batch) done(null);
  } catch (error) {
    for (const { done } of batch) done(error);
  } finally {
    lanes += 1;
    schedule();
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    queue.push({
      id: randomUUID(),
      body: Buffer.concat(chunks),
      done: (error) => {
        const text = error === null ? '{"received":true}' : '{"received":false}';
        response.writeHead(error === null ? 200 : 500, { "content-type": "application/json", "content-length": text.length }).end(text);
      },
    });
    schedule();
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`listening on http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}/\n`);
});
