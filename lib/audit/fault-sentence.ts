import type { ChainFault } from "./audit-shape.ts";
import type { ChainHead } from "./verify.ts";

/** What is wrong with the chain, and where, in a sentence for people. */
export function faultSentence({ position, fault }: { readonly position: bigint; readonly fault: ChainFault }, expected: ChainHead | null): string {
  const here = `Entry ${position.toString()}`;
  const before = (position - 1n).toString();
  switch (fault) {
    case "edited":
      return `${here} was changed: its content is not what its hash was made of.`;
    case "removed":
      return `${here} is missing: it was removed, or moved.`;
    case "reordered":
      return `${here} is out of order: another entry has its place.`;
    case "unlinked":
      return position === 1n ? `${here} is not the first that was written: what stood before it was removed.` : `${here} does not follow entry ${before}: that one was rewritten, or an entry between them was removed, inserted or moved.`;
    case "head_mismatch":
      return `${here} is not the one that was noted: the chain was written anew up to here or before.`;
    case "cut_off":
      return `The chain ends before entry ${position.toString()}, though entry ${(expected?.position ?? position).toString()} was noted: its end was cut off.`;
  }
}
