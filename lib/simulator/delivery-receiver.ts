import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { writeJson } from "#lib/platform/raw-json";
import { answerControl, controlPath, type ReceiverState } from "./receiver-control.ts";
import type { ReceiverFailure } from "./receiver-failure.ts";
import { type DeliveryVerdict, verifyDelivery } from "./verify-delivery.ts";

/** One delivery as the merchant's server saw it. */
export interface SeenDelivery {
  readonly atMs: number;
  readonly path: string;
  /** The event's type, as the header says. */
  readonly type: string | null;
  readonly attempt: number | null;
  readonly verdict: DeliveryVerdict;
  /** `null`: it was left without an answer. */
  readonly status: number | null;
  readonly body: Uint8Array;
}

export interface DeliveryReceiver {
  readonly port: number;
  readonly url: string;
  readonly state: ReceiverState;
  readonly close: () => Promise<void>;
}

export interface ReceiverOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly secrets: readonly string[];
  readonly failure: ReceiverFailure | null;
  readonly nowMs: () => number;
  readonly onDelivery?: (seen: SeenDelivery) => void;
}

const mostBytes = 8 * 1024 * 1024;

/** A merchant's server that takes our deliveries: it checks their signature, and fails when it is told to. Rejects when the port is taken. */
export async function openDeliveryReceiver(options: ReceiverOptions): Promise<DeliveryReceiver> {
  const state: ReceiverState = { failure: options.failure, times: null, taken: 0, refused: 0, failed: 0, secrets: [...options.secrets] };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (body === null) response.writeHead(413).end();
      else if (request.url === controlPath) answerControl(request, response, body, state);
      else answerDelivery(request, response, body, state, options);
    }, () => response.destroy());
  });
  const port = await listen(server, options);
  return {
    port,
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${String(port)}/webhooks`,
    state,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerDelivery(request: IncomingMessage, response: ServerResponse, body: Uint8Array, state: ReceiverState, options: ReceiverOptions): void {
  const headers = new Map(Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])));
  const nowMs = options.nowMs();
  const verdict = verifyDelivery({ headers, body, secrets: state.secrets, nowSeconds: Math.floor(nowMs / 1000) });
  const failure = request.method === "POST" ? takeFailure(state) : null;
  const status = failure === null ? (request.method === "POST" ? (verdict.ok ? 200 : 401) : 405) : failure.kind === "status" ? failure.status : null;
  if (failure !== null) state.failed += 1;
  else if (status === 200) state.taken += 1;
  else state.refused += 1;
  if (failure?.kind === "reset") request.socket.destroy();
  else if (status !== null) response.writeHead(status, { "content-type": "application/json" }).end(writeJson({ received: status === 200 }));
  const attempt = Number(headers.get("countersign-attempt") ?? Number.NaN);
  options.onDelivery?.({ atMs: nowMs, path: request.url ?? "/", type: headers.get("countersign-event") ?? null, attempt: Number.isInteger(attempt) ? attempt : null, verdict, status, body });
}

/** A failure may be set for the next few deliveries alone. */
function takeFailure(state: ReceiverState): ReceiverFailure | null {
  const { failure } = state;
  if (failure === null || state.times === null) return failure;
  state.times -= 1;
  if (state.times <= 0) {
    state.failure = null;
    state.times = null;
  }
  return failure;
}

/** `null`: larger than any delivery of ours. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const piece: unknown = chunk;
    if (!Buffer.isBuffer(piece)) continue;
    size += piece.length;
    if (size > mostBytes) return null;
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

function listen(server: Server, { host, port }: ReceiverOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
