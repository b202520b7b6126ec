import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { Connection } from "./connection.ts";
import type { DialTimings } from "./dial.ts";
import { OutboundError, type OutboundFailure, toOutboundError } from "./outbound-failure.ts";
import type { Target } from "./target-url.ts";

export interface OutboundRequest {
  readonly method: "POST" | "GET";
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** For everything, from looking the name up to the last byte that is read. */
  readonly deadlineMs?: number;
}

export interface OutboundTimings extends DialTimings {
  /** From the sending to the head of the answer. */
  readonly firstByteMs: number | null;
}

export interface OutboundResult {
  /** Why it failed; `null`: an answer came, of whatever status. */
  readonly error: OutboundFailure | null;
  /** A sentence about the failure, which names hosts and addresses. */
  readonly detail: string | null;
  /** Also beside an error, when the head of the answer had come. */
  readonly statusCode: number | null;
  readonly headers: readonly (readonly [string, string])[];
  /** As it came, not decoded; the first 64 KiB. */
  readonly body: Uint8Array;
  /** There was more of it. */
  readonly truncated: boolean;
  readonly durationMs: number;
  readonly timings: OutboundTimings;
}

export const outboundDeadlineMs = 15_000;
export const longestAnswerBytes = 65_536;

const noTimings: OutboundTimings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };

/** The result of a request that was refused before anything was dialled. */
export function unsent(error: OutboundFailure, detail: string): OutboundResult {
  return { error, detail, statusCode: null, headers: [], body: new Uint8Array(0), truncated: false, durationMs: 0, timings: noTimings };
}

export interface Exchanged {
  readonly result: OutboundResult;
  /** The connection can take another request. */
  readonly reusable: boolean;
}

/** One request over one connection. Never rejects; a connection that is not reusable was cut off. */
export function exchange(connection: Connection, target: Target, request: OutboundRequest): Promise<Exchanged> {
  return new Promise((resolve) => {
    const deadlineMs = request.deadlineMs ?? outboundDeadlineMs;
    const handler = new AnswerReader(connection, (exchanged) => {
      clearTimeout(deadline);
      resolve(exchanged);
    });
    const deadline = setTimeout(() => handler.fail(new OutboundError("timeout", `There was no whole answer within ${String(deadlineMs / 1000)} s.`)), deadlineMs);
    connection.dispatch({ method: request.method, path: target.path, headers: request.headers, body: request.body, blocking: false }, handler);
  });
}

/** Reads an answer up to the limit, and tells once how it ended. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #connection: Connection;
  readonly #tell: (exchanged: Exchanged) => void;
  readonly #startMs = performance.now();
  #sentMs: number | null = null;
  #firstByteMs: number | null = null;
  #statusCode: number | null = null;
  #headers: (readonly [string, string])[] = [];
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #ended = false;

  constructor(connection: Connection, tell: (exchanged: Exchanged) => void) {
    this.#connection = connection;
    this.#tell = tell;
  }

  onRequestStart(): void {
    this.#sentMs = performance.now();
  }

  onRequestUpgrade(): void {
    this.fail(new OutboundError("reset", "The target wanted to go on in another protocol."));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return;
    this.#firstByteMs = performance.now() - (this.#sentMs ?? this.#startMs);
    this.#statusCode = statusCode;
    this.#headers = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : Array.isArray(value) ? value.map((one) => [name, one] as const) : [[name, value] as const]));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended) return;
    const room = longestAnswerBytes - this.#bytes;
    this.#bytes += Math.min(room, chunk.length);
    // A copy: the library reuses what it reads into.
    this.#chunks.push(Uint8Array.prototype.slice.call(chunk, 0, room));
    if (chunk.length > room) this.#end(null, true);
  }

  onResponseEnd(): void {
    this.#end(null, false);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  /** Ends it with what was read so far. */
  fail(error: Error): void {
    this.#end(toOutboundError(error), false);
  }

  #end(error: OutboundError | null, truncated: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    const dialled = this.#connection.takeTimings();
    const reusable = error === null && !truncated;
    if (!reusable) this.#connection.destroy(error ?? new Error("the rest of a long answer is not read"));
    this.#tell({
      reusable,
      result: {
        error: error?.failure ?? null,
        detail: error?.message ?? null,
        statusCode: this.#statusCode,
        headers: this.#headers,
        body: Buffer.concat(this.#chunks),
        truncated: truncated || (error !== null && this.#statusCode !== null),
        durationMs: performance.now() - this.#startMs,
        timings: { dnsMs: dialled.dnsMs, connectMs: dialled.connectMs, tlsMs: dialled.tlsMs, firstByteMs: this.#firstByteMs },
      },
    });
  }
}
