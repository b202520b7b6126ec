import { z } from "zod";

/**
 * `edited`: its content is not what its hash was made of. `removed`: it is missing. `unlinked`: it names another
 * predecessor: one was rewritten, removed, inserted or moved before it. `reordered`: it comes after one with the same or
 * a higher position. `head_mismatch`: another entry stands where a head was noted earlier. `cut_off`: the chain ends before
 * that head.
 */
export const chainFaults = ["edited", "removed", "unlinked", "reordered", "head_mismatch", "cut_off"] as const;
export type ChainFault = (typeof chainFaults)[number];

const time = z.iso.datetime();
const position = z.number().int();

export const auditEntryShape = z
  .object({
    position: position.meta({ description: "From 1, without gaps" }),
    at: time,
    actor: z.object({
      type: z.string().meta({ description: "user, apiKey, cli, worker, setup or visitor" }),
      id: z.string().nullable(),
      name: z.string(),
      address: z.string().nullable().meta({ description: "The IP address that it came from" }),
    }),
    action: z.string().meta({ description: "noun.verb, such as source.update" }),
    subject: z.object({ type: z.string(), id: z.string().nullable() }),
    details: z.record(z.string(), z.unknown()).meta({ description: "What changed, without secrets" }),
    previousHash: z.string().meta({ description: "Hex; 64 zeros before the first entry" }),
    hash: z.string().meta({ description: "SHA-256 over the previous hash and this entry, in hex" }),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryView = z.infer<typeof auditEntryShape>;

export const auditHeadShape = z
  .object({
    position: position.meta({ description: "0 for an empty chain" }),
    hash: z.string(),
    at: time.nullable(),
    anchor: z.string().nullable().meta({ description: "Position and hash as one text, to keep outside; POST /audit/verify takes it" }),
  })
  .meta({ id: "AuditHead" });
export type AuditHead = z.infer<typeof auditHeadShape>;

export const auditVerificationShape = z
  .object({
    intact: z.boolean().meta({ description: "Nothing bad was found in what this call looked at" }),
    done: z.boolean().meta({ description: "false: there are more entries; call again with `after` as given here" }),
    checked: z.number().int().meta({ description: "Entries that this call looked at and found good" }),
    after: z.string().nullable().meta({ description: "The last good entry; null where there is none" }),
    position: position.nullable().meta({ description: "The first bad entry" }),
    fault: z.enum(chainFaults).nullable(),
    says: z.string().meta({ description: "The result in a sentence" }),
  })
  .meta({ id: "AuditVerification" });
export type AuditVerification = z.infer<typeof auditVerificationShape>;
