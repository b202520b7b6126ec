import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { messageMaker, signatureHeader } from "./bench-message.ts";
import { HttpSocket } from "./http-socket.ts";

/** A process of its own: `node load-generator.ts '<json>'`; prints its result as JSON. */
const loadOrder = z.object({
  url: z.url(),
  secret: z.string(),
  prefix: z.string(),
  connections: z.int().positive(),
  seconds: z.number().positive(),
  /** Requests per second on a fixed timetable; `null`: each connection sends as soon as it has its answer. */
  ratePerSecond: z.number().positive().nullable(),
});
export type LoadOrder = z.infer<typeof loadOrder>;

export const loadResult = z.object({
  sent: z.int(),
  acknowledged: z.int(),
  /** Numbers of the messages that got anything but a 2xx. */
  unacknowledged: z.array(z.int()),
  /** By status; 0 for a broken connection. */
  statuses: z.record(z.string(), z.int()),
  elapsedSeconds: z.number(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p90Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
});
export type LoadResult = z.infer<typeof loadResult>;

class Run {
  private readonly order: LoadOrder;
  private readonly makeMessage: ReturnType<typeof messageMaker>;
  private readonly headStart: string;
  private readonly free: HttpSocket[] = [];
  private readonly latenciesMs: number[] = [];
  private readonly statuses = new Map<number, number>();
  private readonly unacknowledged: number[] = [];
  private next = 0;
  private open = 0;
  private lastAnswerMs = 0;

  constructor(order: LoadOrder) {
    this.order = order;
    this.makeMessage = messageMaker(order.prefix, order.secret);
    const { pathname, host } = new URL(order.url);
    this.headStart = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\nuser-agent: countersign-bench\r\n`;
  }

  async run(): Promise<LoadResult> {
    const { hostname, port } = new URL(this.order.url);
    for (let index = 0; index < this.order.connections; index += 1) {
      const socket = new HttpSocket(hostname, Number(port));
      await socket.connect();
      this.free.push(socket);
    }
    const startMs = performance.now();
    const endMs = startMs + this.order.seconds * 1000;
    await (this.order.ratePerSecond === null ? this.asFastAsAnswered(endMs) : this.byTimetable(startMs, endMs, this.order.ratePerSecond));
    while (this.open > 0 && performance.now() < endMs + 10_000) await sleep(5);
    for (const socket of this.free) socket.close();
    return this.result((this.lastAnswerMs - startMs) / 1000);
  }

  private asFastAsAnswered(endMs: number): Promise<void> {
    const sockets = this.free.splice(0);
    const loop = (socket: HttpSocket): Promise<void> =>
      new Promise((resolve) => {
        const turn = (): void => {
          const nowMs = performance.now();
          if (nowMs >= endMs) {
            this.free.push(socket);
            resolve();
            return;
          }
          this.send(socket, nowMs, turn);
        };
        turn();
      });
    return Promise.all(sockets.map(loop)).then(() => undefined);
  }

  /**
   * Message n is due at start + n / rate, whatever happened to those before it, and its latency counts from then:
   * a server that stops for a second is charged for everything that should have been sent in that second.
   */
  private async byTimetable(startMs: number, endMs: number, ratePerSecond: number): Promise<void> {
    const waiting: number[] = [];
    let scheduled = 0;
    const total = Math.floor(((endMs - startMs) / 1000) * ratePerSecond);
    const serve = (): void => {
      while (waiting.length > 0) {
        const socket = this.free.pop();
        if (socket === undefined) return;
        const dueMs = waiting.shift() ?? 0;
        this.send(socket, dueMs, () => {
          this.free.push(socket);
          serve();
        });
      }
    };
    while (scheduled < total || waiting.length > 0) {
      const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * ratePerSecond));
      for (; scheduled < due; scheduled += 1) waiting.push(startMs + (scheduled / ratePerSecond) * 1000);
      serve();
      if (performance.now() > endMs + 10_000) return;
      await sleep(1);
    }
  }

  private send(socket: HttpSocket, dueMs: number, done: () => void): void {
    const number = this.next;
    this.next += 1;
    this.open += 1;
    const { body, signature } = this.makeMessage(number);
    socket.send(`${this.headStart}${signatureHeader}: ${signature}\r\ncontent-length: ${String(body.length)}\r\n\r\n`, body, (status) => {
      this.open -= 1;
      this.lastAnswerMs = performance.now();
      this.statuses.set(status ?? 0, (this.statuses.get(status ?? 0) ?? 0) + 1);
      if (status !== null && status >= 200 && status < 300) this.latenciesMs.push(this.lastAnswerMs - dueMs);
      else this.unacknowledged.push(number);
      done();
    });
  }

  private result(elapsedSeconds: number): LoadResult {
    const sorted = Float64Array.from(this.latenciesMs).sort();
    const quantile = (share: number): number => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
    return {
      sent: this.next,
      acknowledged: sorted.length,
      unacknowledged: this.unacknowledged,
      statuses: Object.fromEntries([...this.statuses].map(([status, count]) => [String(status), count])),
      elapsedSeconds,
      perSecond: Math.round(sorted.length / elapsedSeconds),
      p50Ms: quantile(0.5),
      p90Ms: quantile(0.9),
      p99Ms: quantile(0.99),
      maxMs: quantile(1),
    };
  }
}

if (import.meta.main) {
  const order = loadOrder.parse(JSON.parse(process.argv[2] ?? "null"));
  const result = await new Run(order).run();
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
}
