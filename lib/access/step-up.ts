import { database } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import type { Actor } from "./actor.ts";
import { writeAudited } from "./command.ts";
import { verifyPassword } from "./password.ts";
import { requirePermission } from "./require-permission.ts";
import { stepUpFreshMs } from "./require-step-up.ts";
import { throttled, tooManyAttempts } from "./throttled.ts";

/** Proves the password of this session's person again; returns until when that counts. Throttled like a sign-in. */
export async function stepUp(actor: Actor, password: string): Promise<{ readonly until: Date }> {
  requirePermission(actor, "session.own");
  if (actor.type !== "user") throw new Problem("forbidden", "Only a person who is signed in can confirm a password.");
  const user = await database().prisma.user.findUnique({ where: { id: actor.id } });
  if (user === null) throw new Problem("not_signed_in", "This account is gone: sign in with another one.");
  const result = await throttled({ email: user.email, address: actor.address }, async () => ((await verifyPassword(user.passwordHash, password)) ? "proved" : null));
  if ("retryAt" in result) {
    const { detail, retryAfterSeconds } = tooManyAttempts(result.retryAt);
    throw new Problem("too_many", detail, { retryAfterSeconds });
  }
  const proved = result.outcome !== null;
  const at = new Date();
  await writeAudited(actor, async ({ tx }) => {
    if (proved) await tx.session.updateMany({ where: { id: actor.sessionId, revokedAt: null }, data: { steppedUpAt: at } });
    return { output: null, audit: { action: proved ? "session.stepUp" : "session.refuseStepUp", subjectType: "user", subjectId: actor.id, details: {} } };
  });
  if (!proved) throw new Problem("bad_input", "The password was not confirmed.", { errors: [{ path: "password", message: "This is not your password: type it again." }] });
  return { until: new Date(at.getTime() + stepUpFreshMs) };
}
