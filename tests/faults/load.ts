import { createHmac } from "node:crypto";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

export interface Target {
  readonly port: number;
  readonly token: string;
  readonly secret: string;
}

export interface SentAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly durationMs: number;
}

/** What the senders know: which messages were acknowledged, under which event, and which never were. */
export interface Load {
  /** Message number → the event that the acknowledgement named. A second acknowledgement of another event is in `contradictions`. */
  readonly acknowledged: ReadonlyMap<number, string>;
  readonly contradictions: readonly string[];
  /** Answers that were neither 200 nor 503. */
  readonly strange: readonly number[];
  /** How many messages exist. */
  readonly messages: () => number;
  /** From now on sends there. */
  readonly aim: (port: number) => void;
  /** Starts no new messages, goes on with those that were never acknowledged until they are (or the limit is over), then ends. */
  readonly finish: (limitMs?: number) => Promise<void>;
}

const acknowledgement = z.object({ received: z.literal(true), eventIds: z.array(z.string()).length(1) });

/** The settings of a source that takes these messages. */
export const loadProvider = { provider: "gateway", settings: {} } as const;

export const eventsPerPayment = 4;

/** A payment's first message pays 25.99 EUR, each later one gives back a euro. */
export function messageBody(number: number): string {
  const payment = `pay_${String(Math.floor(number / eventsPerPayment))}`;
  const isFirst = number % eventsPerPayment === 0;
  const data = isFirst ? { id: payment, amount: 2599 } : { refund_id: `re_${String(number)}`, payment_id: payment, amount: 100 };
  return JSON.stringify({ id: `evt_${String(number)}`, event: isFirst ? "payment.completed" : "refund.completed", created_at: "2026-01-01T00:00:00Z", data: { ...data, currency: "EUR", note: "x".repeat(1000) } });
}

/** Senders as providers are: each repeats a message until it is acknowledged, and now and then one that already was. */
export function startLoad(target: Target, senders: number): Load {
  const agent = new http.Agent({ keepAlive: true, maxSockets: senders });
  const acknowledged = new Map<number, string>();
  const contradictions: string[] = [];
  const strange: number[] = [];
  let { port } = target;
  let next = 0;
  let ending = false;
  let giveUp = false;

  const deliver = async (number: number): Promise<void> => {
    while (!giveUp) {
      const answer = await post({ ...target, port }, messageBody(number), agent).catch(() => null);
      if (answer?.status === 200) {
        const eventId = acknowledgement.parse(JSON.parse(answer.body)).eventIds[0] ?? "";
        const before = acknowledged.get(number);
        if (before !== undefined && before !== eventId) contradictions.push(`message ${String(number)} was ${before}, then ${eventId}`);
        acknowledged.set(number, eventId);
        return;
      }
      if (answer !== null && answer.status !== 503) strange.push(answer.status);
      await sleep(25);
    }
  };
  const sender = async (): Promise<void> => {
    while (!ending) {
      const number = next;
      next += 1;
      await deliver(number);
      if (number % 10 === 0) await deliver(number);
    }
  };
  const running = Array.from({ length: senders }, sender);
  return {
    acknowledged,
    contradictions,
    strange,
    messages: () => next,
    aim: (to) => {
      port = to;
    },
    finish: async (limitMs = 30_000) => {
      ending = true;
      const limit = setTimeout(() => {
        giveUp = true;
      }, limitMs);
      await Promise.all(running);
      clearTimeout(limit);
      agent.destroy();
    },
  };
}

/** One signed message; resolves when the answer has arrived, rejects when the connection breaks. */
export function post(target: Target, body: string, agent?: http.Agent): Promise<SentAnswer & { readonly body: string }> {
  const signature = createHmac("sha256", target.secret).update(body).digest("hex");
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port: target.port, path: `/api/webhooks/${target.token}`, method: "POST", headers: { "content-type": "application/json", "x-signature": signature, "content-length": Buffer.byteLength(body) }, ...(agent === undefined ? {} : { agent }) },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] ?? null, durationMs: performance.now() - startedAtMs, body: text }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}
