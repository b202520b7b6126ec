import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import type { Transaction } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { withSecret } from "./create-source.ts";
import { findSourceToWrite } from "./find-source.ts";
import { isUsable } from "./key-status.ts";
import { labelInput, type MadeKey, makeKey, secretInput } from "./make-key.ts";
import { parseSettings } from "./parse-settings.ts";
import { providerOf, type SourceRecord, usableKeyCount } from "./present-source.ts";
import { readKey } from "./list-keys.ts";
import { overlapSeconds } from "./rotate-token.ts";
import type { NewKey } from "./source-shape.ts";

/** Body of `POST /sources/{id}/keys`. */
export const newKeyInput = z.strictObject({
  secret: secretInput.optional().meta({ description: "Left out where the merchant chooses the key: one is generated" }),
  label: labelInput.optional(),
  expirePreviousAfterSeconds: overlapSeconds.optional().meta({ description: "When the keys before it stop verifying; left out: they stay as they are; 0: now" }),
});

/** Rotates: the new key verifies at once, the ones before it until they expire. */
export const addKey = command({
  permission: "keys.write",
  input: newKeyInput.extend({ sourceId: z.string() }),
  run: async ({ actor, tx }, { sourceId, secret, label, expirePreviousAfterSeconds }): Promise<CommandResult<NewKey>> => {
    const source = await findSourceToWrite(tx, sourceId);
    // The first key of a new source puts nothing at risk; one beside others is a rotation.
    if (usableKeyCount(source, systemClock.now()) > 0) requireStepUpOfPeople(actor);
    const provider = providerOf(source.provider);
    const { settings } = parseSettings(provider, source.settings);
    const made = makeKey(provider, settings, { secret, label }, "secret");
    refuseSameKey(source, made);
    if (expirePreviousAfterSeconds !== undefined) await expireOthers(tx, source.id, expirePreviousAfterSeconds);
    const { id, fingerprint, sealedSecret } = made;
    await tx.sourceKey.create({ data: { id, sourceId: source.id, label: made.label, fingerprint, sealedSecret } });
    await announceSource(tx, source.id);
    return {
      output: withSecret(await readKey(tx, source.id, id), made),
      audit: {
        action: "key.add",
        subjectType: "key",
        subjectId: id,
        details: { source: publicId("source", source.id), label: made.label, fingerprint, generated: made.generated !== null, othersExpireAfterSeconds: expirePreviousAfterSeconds ?? null },
      },
    };
  },
});

function refuseSameKey(source: SourceRecord, { fingerprint }: MadeKey): void {
  const same = source.keys.find((key) => key.fingerprint === fingerprint && isUsable(key, systemClock.now()));
  if (same !== undefined) {
    throw new Problem("conflict", `This source already verifies with this very key: "${same.label}" (${same.fingerprint}). Nothing was changed.`);
  }
}

async function expireOthers(tx: Transaction, sourceId: string, afterSeconds: number): Promise<void> {
  const expiresAt = new Date(systemClock.now() + afterSeconds * 1000);
  await tx.sourceKey.updateMany({
    where: { sourceId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] },
    data: { expiresAt },
  });
}
