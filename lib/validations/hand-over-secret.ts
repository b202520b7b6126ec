import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import type { Transaction } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { findSourceToWrite } from "#lib/sources/find-source";
import { announceValidations } from "./announce-validations.sql.ts";
import { handOverRotation, type RevealedHandOverSecrets } from "./hand-over-secret-shape.ts";
import { sealNewSecret } from "./hand-over-secrets.ts";

/** Shows what signs questions to the merchant's own URL, to an admin who has just proved the password. The first is made here where there is none: it is needed before rules hand over. */
export const revealHandOverSecrets = command({
  permission: "validationRules.reveal",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<RevealedHandOverSecrets>> => {
    requireStepUp(actor);
    const source = await findSourceToWrite(tx, id);
    if ((await signing(tx, source.id)).length === 0) await addSecret(tx, source.id);
    const { ring } = installation();
    const secrets = (await signing(tx, source.id)).map((row) => ({ secret: ring.open(row.sealedSecret, { purpose: "hand_over", rowId: row.id }), expiresAt: row.expiresAt?.toISOString() ?? null }));
    return { output: { sourceId: publicId("source", source.id), secrets }, audit: { action: "source.revealHandOver", subjectType: "source", subjectId: source.id, details: { count: secrets.length } } };
  },
});

/** A new secret signs at once; the one before it goes on beside it for a while, so that the merchant's server can be changed. */
export const rotateHandOverSecret = command({
  permission: "validationRules.activate",
  input: handOverRotation.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, expirePreviousAfterSeconds }): Promise<CommandResult<{ readonly secret: string }>> => {
    requireStepUpOfPeople(actor);
    const source = await findSourceToWrite(tx, id);
    const expiresAt = new Date(systemClock.now() + expirePreviousAfterSeconds * 1000);
    await tx.handOverSecret.updateMany({ where: { sourceId: source.id, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] }, data: { expiresAt } });
    const secret = await addSecret(tx, source.id);
    return { output: { secret }, audit: { action: "source.rotateHandOver", subjectType: "source", subjectId: source.id, details: { expirePreviousAfterSeconds } } };
  },
});

async function addSecret(tx: Transaction, sourceId: string): Promise<string> {
  const { id, secret, sealedSecret } = sealNewSecret(installation().ring);
  await tx.handOverSecret.create({ data: { id, sourceId, sealedSecret } });
  await announceValidations(tx);
  return secret;
}

async function signing(tx: Transaction, sourceId: string) {
  return tx.handOverSecret.findMany({ where: { sourceId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(systemClock.now()) } }] }, orderBy: { id: "asc" } });
}
