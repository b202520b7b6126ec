import { z } from "zod";
import { command, type CommandContext, type CommandResult } from "#lib/access/command";
import { hashRecoveryCode, newRecoveryCodes } from "#lib/access/recovery-codes";
import { requireStepUp } from "#lib/access/require-step-up";
import { newTotpSecret, totpStep, totpUri } from "#lib/access/totp";
import { newId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import { personOf, presentAccount, requireFreshProof } from "./own-account.ts";

/** A new secret to put into an authenticator app; signing in asks for it only after a first code proved that it arrived. */
export const startTotp = command({
  permission: "session.own",
  input: z.strictObject({}),
  run: async ({ actor, tx }): Promise<CommandResult<{ readonly secret: string; readonly uri: string }>> => {
    const person = personOf(actor);
    await requireFreshProof(tx, person);
    const { email } = await presentAccount(tx, person);
    const secret = newTotpSecret();
    const sealedSecret = installation().ring.seal(secret, { purpose: "totp", rowId: person.id });
    await tx.totpFactor.deleteMany({ where: { userId: person.id, confirmedAt: null } });
    const { count } = await tx.totpFactor.createMany({ data: [{ userId: person.id, sealedSecret }], skipDuplicates: true });
    if (count === 0) throw new Problem("conflict", "You have an authenticator app already: remove it first to add another.");
    return { output: { secret, uri: totpUri(secret, email) }, audit: { action: "user.startTotp", subjectType: "user", subjectId: person.id, details: {} } };
  },
});

/** Body of `POST /account/totp/confirm`. */
export const totpCodeInput = z.strictObject({ code: z.string().max(64).transform((text) => text.replaceAll(/[\s-]/g, "")).pipe(z.string().regex(/^\d{6}$/, { error: "The six digits that the app shows." })) });

/** Proves that the app has the secret: from now on signing in asks for its code. Returns recovery codes, told this once. */
export const confirmTotp = command({
  permission: "session.own",
  input: totpCodeInput,
  run: async ({ actor, tx }, { code }): Promise<CommandResult<{ readonly recoveryCodes: readonly string[] }>> => {
    const person = personOf(actor);
    await requireFreshProof(tx, person);
    const factor = await tx.totpFactor.findUnique({ where: { userId: person.id } });
    if (factor === null || factor.confirmedAt !== null) throw new Problem("conflict", "There is no authenticator app to confirm: begin again.");
    const step = totpStep(installation().ring.open(factor.sealedSecret, { purpose: "totp", rowId: person.id }), code, Date.now());
    if (step === null) throw new Problem("bad_input", "The code was not confirmed.", { errors: [{ path: "code", message: "This is not the code of this moment: check that the clock of the device is right, and type the next one." }] });
    // The secret that was judged, not one that another tab began meanwhile.
    const { count } = await tx.totpFactor.updateMany({ where: { userId: person.id, confirmedAt: null, sealedSecret: factor.sealedSecret }, data: { confirmedAt: new Date(), lastStep: step } });
    if (count === 0) throw new Problem("conflict", "There is no authenticator app to confirm: begin again.");
    return { output: { recoveryCodes: await replaceRecoveryCodes(tx, person.id) }, audit: { action: "user.addTotp", subjectType: "user", subjectId: person.id, details: {} } };
  },
});

/** Ten new recovery codes; the ones before them end. */
export const renewRecoveryCodes = command({
  permission: "session.own",
  input: z.strictObject({}),
  run: async ({ actor, tx }): Promise<CommandResult<{ readonly recoveryCodes: readonly string[] }>> => {
    const person = personOf(actor);
    requireStepUp(actor);
    if ((await presentAccount(tx, person)).totpSince === null) throw new Problem("conflict", "Recovery codes stand in for an authenticator app: add one first.");
    return { output: { recoveryCodes: await replaceRecoveryCodes(tx, person.id) }, audit: { action: "user.renewRecoveryCodes", subjectType: "user", subjectId: person.id, details: {} } };
  },
});

/** Without an app: the password alone signs in again, and the recovery codes end. */
export const removeTotp = command({
  permission: "session.own",
  input: z.strictObject({}),
  run: async ({ actor, tx }): Promise<CommandResult<null>> => {
    const person = personOf(actor);
    requireStepUp(actor);
    const { count } = await tx.totpFactor.deleteMany({ where: { userId: person.id } });
    await tx.recoveryCode.deleteMany({ where: { userId: person.id } });
    return { output: null, audit: count === 0 ? [] : { action: "user.removeTotp", subjectType: "user", subjectId: person.id, details: {} } };
  },
});

async function replaceRecoveryCodes(tx: CommandContext["tx"], userId: string): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ id: newId(), userId, hash: hashRecoveryCode(code) })) });
  return codes;
}
