import type { ChainFault } from "./audit-shape.ts";
import { type ChainedEntry, entryHash, genesisHash } from "./entry-hash.ts";

export interface ChainHead {
  readonly position: bigint;
  readonly hash: Uint8Array;
}

export type Verification =
  | { readonly intact: true; readonly count: number; /** `null` for an empty chain. */ readonly head: ChainHead | null; /** False where it stopped at `most`. */ readonly done: boolean }
  | { readonly intact: false; readonly count: number; /** The last good one. */ readonly head: ChainHead | null; readonly position: bigint; readonly fault: ChainFault };

export interface VerifyOptions {
  /** A head that was noted outside at some time before. */
  readonly expectedHead?: ChainHead | null;
  /** A good entry that the given ones follow; `null`: they are the whole chain. */
  readonly after?: ChainHead | null;
  /** How many to look at before stopping. */
  readonly most?: number;
}

/**
 * Checks entries in the order of their positions and names the first bad one. A cut-off tail shows only against
 * `expectedHead`.
 */
export async function verifyChain(entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>, { expectedHead = null, after = null, most = Number.POSITIVE_INFINITY }: VerifyOptions = {}): Promise<Verification> {
  let head = after;
  let count = 0;
  for await (const entry of entries) {
    if (count >= most) return { intact: true, count, head, done: false };
    const fault = faultOf(entry, head) ?? passedHead(entry, expectedHead);
    if (fault !== null) return { intact: false, count, head, ...fault };
    head = { position: entry.position, hash: entry.hash };
    count += 1;
  }
  const reached = head?.position ?? 0n;
  if (expectedHead !== null && reached < expectedHead.position) return { intact: false, count, head, position: reached + 1n, fault: "cut_off" };
  return { intact: true, count, head, done: true };
}

interface Fault {
  readonly position: bigint;
  readonly fault: ChainFault;
}

function faultOf(entry: ChainedEntry, before: ChainHead | null): Fault | null {
  const expected = (before?.position ?? 0n) + 1n;
  if (entry.position > expected) return { position: expected, fault: "removed" };
  if (entry.position < expected) return { position: entry.position, fault: "reordered" };
  if (!sameBytes(entry.hash, entryHash(entry))) return { position: entry.position, fault: "edited" };
  if (!sameBytes(entry.previousHash, before?.hash ?? genesisHash)) return { position: entry.position, fault: "unlinked" };
  return null;
}

function passedHead({ position, hash }: ChainedEntry, expected: ChainHead | null): Fault | null {
  return expected?.position === position && !sameBytes(expected.hash, hash) ? { position, fault: "head_mismatch" } : null;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
