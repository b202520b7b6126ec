import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { findSourceToWrite, keyOf } from "./find-source.ts";
import { isUsable } from "./key-status.ts";
import { countByKey, countByKeySince } from "./source-counts.sql.ts";

/** A key that alone verified anything within this time is one that its source cannot do without. */
export const recentDays = 7;

/**
 * Ends a key now. Refused without `force` while it still verifies traffic, with how much that is: something within the
 * last 24 hours, or within the last days when no other usable key did.
 */
export const revokeKey = command({
  permission: "keys.write",
  input: z.strictObject({ sourceId: z.string(), keyId: z.string(), force: z.boolean().default(false) }),
  run: async ({ actor, tx }, { sourceId, keyId, force }): Promise<CommandResult<null>> => {
    requireStepUpOfPeople(actor);
    const source = await findSourceToWrite(tx, sourceId);
    const key = keyOf(source, keyId);
    if (key.revokedAt !== null) throw new Problem("conflict", "This key is revoked already.");
    const nowMs = systemClock.now();
    const verified = await countByKeySince(tx, source.id, new Date(nowMs - recentDays * 86_400_000));
    const lately = verified.get(key.id) ?? 0;
    const lastDay = (await countByKey(tx, [source.id])).get(key.id)?.verifiedLastDay ?? 0;
    const otherCarries = source.keys.some((other) => other.id !== key.id && isUsable(other, nowMs) && (verified.get(other.id) ?? 0) > 0);
    if (!force && isUsable(key, nowMs)) refuseWhileInUse({ lately, lastDay, otherCarries });
    await tx.sourceKey.update({ where: { id: key.id }, data: { revokedAt: new Date(nowMs) } });
    await announceSource(tx, source.id);
    return {
      output: null,
      audit: {
        action: "key.revoke",
        subjectType: "key",
        subjectId: key.id,
        details: { source: publicId("source", source.id), label: key.label, fingerprint: key.fingerprint, verifiedLastDay: lastDay, verifiedLately: lately, force },
      },
    };
  },
});

interface KeyTraffic {
  readonly lastDay: number;
  readonly lately: number;
  readonly otherCarries: boolean;
}

function refuseWhileInUse({ lastDay, lately, otherCarries }: KeyTraffic): void {
  if (!otherCarries && lately > 0) {
    throw new Problem(
      "conflict",
      `This is the last key that verifies messages of this source: ${lately} in the last ${recentDays} days, ${lastDay} of them in the last 24 hours. Without it they would all be refused. ` +
        "Add the new key and wait until it has verified something. It is done all the same with force=true.",
    );
  }
  if (lastDay > 0) {
    throw new Problem(
      "conflict",
      `This key still verifies messages: ${lastDay} in the last 24 hours. Whatever the provider goes on signing with it would be refused. ` +
        "Wait until it is safe to retire, or set its end. It is done all the same with force=true.",
    );
  }
}
