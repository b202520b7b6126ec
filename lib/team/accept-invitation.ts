import { z } from "zod";
import { writeAudited } from "#lib/access/command";
import { normaliseEmail, personNameInput } from "#lib/access/email";
import { signInMethods } from "#lib/access/oidc";
import { hashOneTimeToken } from "#lib/access/one-time-token";
import { parseInput } from "#lib/access/parse-input";
import { hashPassword, passwordInput } from "#lib/access/password";
import { addressSubject, beginAttempt, forgiveAttempt } from "#lib/access/sign-in-throttle.sql";
import { tooManyAttempts } from "#lib/access/throttled";
import { database } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";

/** Body of `POST /invitations/accept`. */
export const acceptInput = z.strictObject({ token: z.string().min(1).max(200), name: personNameInput, password: passwordInput });

export interface OpenInvitation {
  readonly email: string;
  /** The address itself where nobody said a name yet. */
  readonly name: string;
  readonly role: string;
  readonly invitedBy: string | null;
}

/** What the link of an open invitation is about; `null` for any other link. */
export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  const { prisma } = database();
  const user = await prisma.user.findFirst({ where: openInvitation(token) });
  if (user === null) return null;
  const inviter = user.invitedBy === null ? null : await prisma.user.findUnique({ where: { id: user.invitedBy }, select: { name: true } });
  return { email: user.email, name: user.name, role: user.role, invitedBy: inviter?.name ?? null };
}

/** Makes the invited person's account with a name and a password. Works once; throws `Problem`. */
export async function acceptInvitation(rawInput: unknown, address: string | null): Promise<{ readonly userId: string; readonly email: string }> {
  const input = parseInput(acceptInput, rawInput);
  if (!(await signInMethods()).password) throw new Problem("conflict", "Signing in by password is switched off here: accept the invitation by single sign-on.");
  const throttle = addressSubject(address);
  const retryAt = await beginAttempt(throttle);
  if (retryAt !== null) {
    const { detail, retryAfterSeconds } = tooManyAttempts(retryAt);
    throw new Problem("too_many", detail, { retryAfterSeconds });
  }
  const invited = await findInvitation(input.token);
  if (invited === null) throw linkEnded();
  if (normaliseEmail(input.password) === invited.email) {
    await forgiveAttempt(throttle);
    throw new Problem("bad_input", "Some fields are not as they should be.", { errors: [{ path: "password", message: "Not the email address itself: choose something that nobody can guess." }] });
  }
  const passwordHash = await hashPassword(input.password);
  const joined = await writeAudited({ type: "visitor", name: "invited person", address }, async ({ tx }) => {
    // One statement settles it: of two who open the link at once, one finds it spent.
    const [user] = await tx.user.updateManyAndReturn({ where: openInvitation(input.token), data: { joinedAt: new Date(), inviteTokenHash: null, inviteExpiresAt: null, name: input.name, passwordHash } });
    if (user === undefined) throw linkEnded();
    return { output: { userId: user.id, email: user.email }, audit: { action: "user.join", subjectType: "user", subjectId: user.id, details: { email: user.email, name: user.name, role: user.role, by: "invitation" } } };
  });
  await forgiveAttempt(throttle);
  return joined;
}

function openInvitation(token: string) {
  return { inviteTokenHash: hashOneTimeToken(token), inviteExpiresAt: { gt: new Date() }, joinedAt: null, disabledAt: null } as const;
}

function linkEnded(): Problem {
  return new Problem("forbidden", "This invitation was used, withdrawn or has expired: ask the admin who invited you for a new link.");
}
