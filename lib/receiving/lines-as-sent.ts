import { AsyncLocalStorage } from "node:async_hooks";
import type { HeaderLines } from "./kept-headers.ts";

const slot = Symbol.for("countersign.linesAsSent");
// Next's copy of this module must find what our server put here.
const held = globalThis as typeof globalThis & { [slot]?: AsyncLocalStorage<HeaderLines> };
const lines = (held[slot] ??= new AsyncLocalStorage<HeaderLines>());

/** Runs Next for a call with the header lines that its sender wrote: Next joins some, drops others and adds its own. */
export function withLinesAsSent<Result>(sent: HeaderLines, run: () => Result): Result {
  return lines.run(sent, run);
}

/** The header lines of the call at hand, or `null` where Next runs without our server. */
export function linesAsSent(): HeaderLines | null {
  return lines.getStore() ?? null;
}
