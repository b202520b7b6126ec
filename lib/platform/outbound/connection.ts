import { Client, type Dispatcher } from "undici";
import { dial, type Dialling, type DialTimings } from "./dial.ts";
import type { Target } from "./target-url.ts";

/** After this a connection is made anew, so that a name that moved is followed; its address was checked when it was made. */
const maxAgeMs = 30_000;
/** Idle for longer than this, many servers close without a word, and a request would be lost in the closing. */
const maxIdleMs = 4_000;

const noTimings: DialTimings = { dnsMs: null, connectMs: null, tlsMs: null };

/** One connection to one origin, for one request at a time. It dials when the first request needs it, and again when it was closed. */
export class Connection {
  readonly #client: Client;
  #dialling: AbortController | null = null;
  #timings: DialTimings = noTimings;
  #dialledAtMs: number | null = null;
  #address: string | null = null;
  #idleSinceMs = 0;

  constructor(target: Target, deps: Dialling) {
    this.#client = new Client(target.origin, {
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: maxIdleMs,
      keepAliveMaxTimeout: maxIdleMs,
      maxHeaderSize: 16_384,
      // One deadline of our own covers everything.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, callback) => {
        const dialling = new AbortController();
        this.#dialling = dialling;
        dial(target, deps, dialling.signal).then(
          ({ socket, address, timings }) => {
            this.#timings = timings;
            this.#address = address;
            this.#dialledAtMs = performance.now();
            callback(null, socket);
          },
          (error: unknown) => callback(error instanceof Error ? error : new Error("the connection failed", { cause: error }), null),
        );
      },
    });
  }

  /** The address that it leads to, once it was dialled. */
  get address(): string | null {
    return this.#address;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.#client.dispatch(options, handler);
  }

  /** What dialling took since the last call: told to the one request that had to wait for it. */
  takeTimings(): DialTimings {
    const timings = this.#timings;
    this.#timings = noTimings;
    return timings;
  }

  markIdle(): void {
    this.#idleSinceMs = performance.now();
  }

  isWorthKeeping(nowMs: number): boolean {
    return !this.#client.closed && !this.#client.destroyed && this.#dialledAtMs !== null && nowMs - this.#dialledAtMs < maxAgeMs && nowMs - this.#idleSinceMs < maxIdleMs;
  }

  /** Cuts it off, also while it is being dialled. */
  destroy(error: Error): void {
    this.#dialling?.abort();
    this.#client.destroy(error).catch(() => undefined);
  }
}
