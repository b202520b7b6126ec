import { database } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import type { Actor } from "./actor.ts";
import { writeAudited } from "./command.ts";
import { verifyPassword } from "./password.ts";
import { requirePermission } from "./require-permission.ts";
import { stepUpFreshMs } from "./require-step-up.ts";
import { spendCode } from "./spend-code.sql.ts";
import { throttledPerson, tooManyAttempts } from "./throttled.ts";

/** The password, or a code of the authenticator app or a recovery code. */
export type Proof = { readonly password: string } | { readonly code: string };

/** Proves again who is behind this session; returns until when that counts. Throttled like a sign-in. */
export async function stepUp(actor: Actor, proof: Proof): Promise<{ readonly until: Date }> {
  requirePermission(actor, "session.own");
  if (actor.type !== "user") throw new Problem("forbidden", "Only a person who is signed in can confirm a password.");
  const user = await database().prisma.user.findUnique({ where: { id: actor.id } });
  if (user === null) throw new Problem("not_signed_in", "This account is gone: sign in with another one.");
  const result = await throttledPerson(actor.id, async () => {
    if ("code" in proof) return spendCode(actor.id, proof.code);
    return (await verifyPassword(user.passwordHash, proof.password)) ? ("password" as const) : null;
  });
  if ("retryAt" in result) {
    const { detail, retryAfterSeconds } = tooManyAttempts(result.retryAt);
    throw new Problem("too_many", detail, { retryAfterSeconds });
  }
  const by = result.outcome;
  const at = new Date();
  await writeAudited(actor, async ({ tx }) => {
    if (by !== null) await tx.session.updateMany({ where: { id: actor.sessionId, revokedAt: null }, data: { steppedUpAt: at } });
    return { output: null, audit: { action: by === null ? "session.refuseStepUp" : "session.stepUp", subjectType: "user", subjectId: actor.id, details: by === null ? {} : { by } } };
  });
  if (by === null) throw notProved(proof, user.passwordHash !== null);
  return { until: new Date(at.getTime() + stepUpFreshMs) };
}

function notProved(proof: Proof, hasPassword: boolean): Problem {
  if ("code" in proof) return new Problem("bad_input", "The code was not confirmed.", { errors: [{ path: "code", message: "This code is not right, or was used already: wait for the app's next one." }] });
  const message = hasPassword ? "This is not your password: type it again." : "You sign in by single sign-on and have no password: use a code of your authenticator app.";
  return new Problem("bad_input", "The password was not confirmed.", { errors: [{ path: "password", message }] });
}
