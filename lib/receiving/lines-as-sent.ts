import { AsyncLocalStorage } from "node:async_hooks";
import type { HeaderLines } from "./kept-headers.ts";

interface CallAsSent {
  readonly lines: HeaderLines;
  readonly firstByteMs: number;
}

const slot = Symbol.for("countersign.linesAsSent");
// Next's copy of this module must find what our server put here.
const held = globalThis as typeof globalThis & { [slot]?: AsyncLocalStorage<CallAsSent> };
const calls = (held[slot] ??= new AsyncLocalStorage<CallAsSent>());

/** Runs Next for a call with the header lines that its sender wrote (Next joins some, drops others and adds its own), and with the moment of its first byte. */
export function withLinesAsSent<Result>(lines: HeaderLines, firstByteMs: number, run: () => Result): Result {
  return calls.run({ lines, firstByteMs }, run);
}

/** The header lines of the call at hand, or `null` where Next runs without our server. */
export function linesAsSent(): HeaderLines | null {
  return calls.getStore()?.lines ?? null;
}

/** When the first byte of the call at hand came, by `performance.now()`; where Next runs without our server, now. */
export function firstByteAsSent(): number {
  return calls.getStore()?.firstByteMs ?? performance.now();
}
