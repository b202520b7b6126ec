import { readChain } from "./read-chain.ts";
import { type ChainHead, type Verification, verifyChain } from "./verify.ts";

/** Checks the stored chain from its first entry; `expectedHead` is a head noted outside, which shows a cut-off tail. */
export async function verifyAudit(expectedHead: ChainHead | null = null): Promise<Verification> {
  return verifyChain(readChain(), expectedHead);
}
