import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { normaliseEmail, personNameInput } from "#lib/access/email";
import { hashPassword, passwordInput } from "#lib/access/password";
import { Problem } from "#lib/platform/problem";
import type { Account } from "./account-shape.ts";
import { personOf, presentAccount, requireFreshProof } from "./own-account.ts";

/** Body of `PATCH /account`. */
export const accountChanges = z.strictObject({ name: personNameInput });

export const renameSelf = command({
  permission: "session.own",
  input: accountChanges,
  run: async ({ actor, tx }, { name }): Promise<CommandResult<Account>> => {
    const person = personOf(actor);
    const before = await presentAccount(tx, person);
    await tx.user.update({ where: { id: person.id }, data: { name } });
    return { output: { ...before, name }, audit: before.name === name ? [] : { action: "user.rename", subjectType: "user", subjectId: person.id, details: { before: { name: before.name }, after: { name } } } };
  },
});

/** Body of `POST /account/password`. */
export const newPasswordInput = z.strictObject({ newPassword: passwordInput });

/** A new password, or the first one of somebody who signs in by single sign-on. Every other session ends: one of them may be why. */
export const changePassword = command({
  permission: "session.own",
  input: newPasswordInput,
  run: async ({ actor, tx }, { newPassword }): Promise<CommandResult<{ readonly endedSessions: number }>> => {
    const person = personOf(actor);
    await requireFreshProof(tx, person);
    const { email } = await presentAccount(tx, person);
    if (normaliseEmail(newPassword) === email) {
      throw new Problem("bad_input", "Some fields are not as they should be.", { errors: [{ path: "newPassword", message: "Not the email address itself: choose something that nobody can guess." }] });
    }
    await tx.user.update({ where: { id: person.id }, data: { passwordHash: await hashPassword(newPassword) } });
    const now = new Date();
    const { count } = await tx.session.updateMany({ where: { userId: person.id, id: { not: person.sessionId }, revokedAt: null, expiresAt: { gt: now } }, data: { revokedAt: now } });
    return { output: { endedSessions: count }, audit: { action: "user.changePassword", subjectType: "user", subjectId: person.id, details: { endedSessions: count } } };
  },
});
