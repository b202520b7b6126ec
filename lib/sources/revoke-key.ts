import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { findSourceToWrite, keyOf } from "./find-source.ts";
import { isUsable } from "./key-status.ts";
import { countByKeySince } from "./source-counts.sql.ts";

/** What a key verified within this time is traffic that its revocation would break. */
export const recentDays = 7;

/**
 * Ends a key now. Refused without `force` while it is the last key that still verifies traffic: it verified something
 * within the last days and no other usable key did.
 */
export const revokeKey = command({
  permission: "keys.write",
  input: z.strictObject({ sourceId: z.string(), keyId: z.string(), force: z.boolean().default(false) }),
  run: async ({ tx }, { sourceId, keyId, force }): Promise<CommandResult<null>> => {
    const source = await findSourceToWrite(tx, sourceId);
    const key = keyOf(source, keyId);
    if (key.revokedAt !== null) throw new Problem("conflict", "This key is revoked already.");
    const nowMs = systemClock.now();
    const verified = await countByKeySince(tx, source.id, new Date(nowMs - recentDays * 86_400_000));
    const lately = verified.get(key.id) ?? 0;
    const otherCarries = source.keys.some((other) => other.id !== key.id && isUsable(other, nowMs) && (verified.get(other.id) ?? 0) > 0);
    if (!force && isUsable(key, nowMs) && lately > 0 && !otherCarries) {
      throw new Problem(
        "conflict",
        `This is the last key that verifies messages of this source: ${lately} in the last ${recentDays} days. Without it they would all be refused. ` +
          "Add the new key and wait until it has verified something, or revoke with force=true.",
      );
    }
    await tx.sourceKey.update({ where: { id: key.id }, data: { revokedAt: new Date(nowMs) } });
    await announceSource(tx, source.id);
    return {
      output: null,
      audit: {
        action: "key.revoke",
        subjectType: "key",
        subjectId: key.id,
        details: { source: publicId("source", source.id), label: key.label, fingerprint: key.fingerprint, verifiedLately: lately, force },
      },
    };
  },
});
