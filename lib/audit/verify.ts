import { type ChainedEntry, entryHash, genesisHash } from "./entry-hash.ts";

export interface ChainHead {
  readonly position: bigint;
  readonly hash: Uint8Array;
}

export type ChainFault =
  /** Its content is not what its hash was made of. */
  | "edited"
  /** Positions before it are missing. */
  | "removed"
  /** It names another predecessor: one was removed, inserted or moved there. */
  | "unlinked"
  /** It comes after one with the same or a higher position. */
  | "reordered"
  /** The chain ends before a head that was noted earlier, or passes it with another hash. */
  | "head_mismatch";

export type Verification =
  | { readonly intact: true; readonly count: number; /** `null` for an empty chain. */ readonly head: ChainHead | null }
  | { readonly intact: false; readonly position: bigint; readonly fault: ChainFault };

/**
 * Checks entries in the order of their positions and names the first bad one. A cut-off tail shows only against
 * `expectedHead`, a head that was noted outside at some time before.
 */
export async function verifyChain(entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>, expectedHead: ChainHead | null = null): Promise<Verification> {
  let head: ChainHead | null = null;
  let count = 0;
  for await (const entry of entries) {
    const fault = faultOf(entry, head);
    if (fault !== null) return fault;
    if (expectedHead?.position === entry.position && !sameBytes(expectedHead.hash, entry.hash)) {
      return { intact: false, position: entry.position, fault: "head_mismatch" };
    }
    head = { position: entry.position, hash: entry.hash };
    count += 1;
  }
  const reached = head?.position ?? 0n;
  if (expectedHead !== null && reached < expectedHead.position) return { intact: false, position: reached + 1n, fault: "head_mismatch" };
  return { intact: true, count, head };
}

function faultOf(entry: ChainedEntry, before: ChainHead | null): Verification | null {
  const expected: bigint = (before?.position ?? 0n) + 1n;
  if (entry.position > expected) return { intact: false, position: expected, fault: "removed" };
  if (entry.position < expected) return { intact: false, position: entry.position, fault: "reordered" };
  if (!sameBytes(entry.hash, entryHash(entry))) return { intact: false, position: entry.position, fault: "edited" };
  if (!sameBytes(entry.previousHash, before?.hash ?? genesisHash)) return { intact: false, position: entry.position, fault: "unlinked" };
  return null;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
