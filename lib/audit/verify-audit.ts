import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { anchorInput, anchorText, parseAnchor } from "./anchor.ts";
import type { AuditVerification } from "./audit-shape.ts";
import { readChain } from "./read-chain.sql.ts";
import { faultSentence } from "./fault-sentence.ts";
import { type ChainHead, type Verification, verifyChain, type VerifyOptions } from "./verify.ts";

/** What one call looks at: a few seconds' work, however long the chain. */
const mostInOneCall = 50_000;

export const verifyAuditInput = z.strictObject({
  anchor: anchorInput.nullable().optional().meta({ description: "A head that was noted outside (GET /audit/head): shows a tail that was cut off, or a chain that was written anew" }),
  after: anchorInput.nullable().optional().meta({ description: "The last good entry of the call before, to go on from" }),
});

/** Checks the stored chain, from its first entry unless told otherwise. */
export async function verifyStoredChain(options: VerifyOptions = {}): Promise<Verification> {
  return verifyChain(readChain(options.after?.position ?? 0n), options);
}

/** One piece of the walk over the stored chain, for whoever may read the audit. */
export async function verifyAudit(actor: Actor, input: z.output<typeof verifyAuditInput> = {}, most = mostInOneCall): Promise<AuditVerification> {
  requirePermission(actor, "audit.read");
  const expectedHead = headOf(input.anchor);
  const after = headOf(input.after);
  const result = await verifyStoredChain({ expectedHead, after, most });
  const common = { checked: result.count, after: result.head === null ? null : anchorText(result.head) };
  if (!result.intact) return { ...common, intact: false, done: true, position: Number(result.position), fault: result.fault, says: faultSentence(result, expectedHead) };
  const upTo = result.head?.position ?? 0n;
  const says = result.done ? wholeSentence(upTo, expectedHead !== null) : `Entries up to ${upTo.toString()} are as they were written; there are more.`;
  return { ...common, intact: true, done: result.done, position: null, fault: null, says };
}

function headOf(text: string | null | undefined): ChainHead | null {
  return typeof text === "string" ? parseAnchor(text) : null;
}

function wholeSentence(count: bigint, anchored: boolean): string {
  if (count === 0n) return "The audit is empty.";
  const all = count === 1n ? "The one entry is as it was written" : `All ${count.toString()} entries are as they were written`;
  return anchored ? `${all}, and the head that was noted is among them.` : `${all}.`;
}
