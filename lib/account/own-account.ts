import type { Actor, UserActor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { requireStepUp, stepUpFreshMs } from "#lib/access/require-step-up";
import { roles } from "#lib/access/permissions";
import { database, type Transaction } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { z } from "zod";
import type { Account } from "./account-shape.ts";

/** Accounts belong to people. Throws `Problem("forbidden")` for whoever is none. */
export function personOf(actor: Actor): UserActor {
  if (actor.type === "user") return actor;
  throw new Problem("forbidden", "Only a person has an account of their own: sign in to the dashboard.");
}

export async function getAccount(actor: Actor): Promise<Account> {
  requirePermission(actor, "session.own");
  return presentAccount(database().prisma, personOf(actor));
}

/** The account as it is now. */
export async function presentAccount(tx: Pick<Transaction, "user">, { id }: UserActor): Promise<Account> {
  const user = await tx.user.findUnique({ where: { id }, include: { totpFactor: { select: { confirmedAt: true } }, _count: { select: { recoveryCodes: { where: { usedAt: null } } } } } });
  if (user === null) throw new Problem("not_signed_in", "This account is gone: sign in with another one.");
  return {
    id: publicId("user", id),
    email: user.email,
    name: user.name,
    role: z.enum(roles).parse(user.role),
    hasPassword: user.passwordHash !== null,
    hasSingleSignOn: user.oidcSubject !== null,
    totpSince: user.totpFactor?.confirmedAt?.toISOString() ?? null,
    recoveryCodesLeft: user._count.recoveryCodes,
  };
}

/**
 * Before what could shut the owner out: a password or code confirmed lately. Whoever has neither yet must have signed
 * in lately, since there is nothing else that they could prove.
 */
export async function requireFreshProof(tx: Transaction, actor: UserActor, nowMs: number = Date.now()): Promise<void> {
  const { hasPassword, totpSince } = await presentAccount(tx, actor);
  if (hasPassword || totpSince !== null) return requireStepUp(actor, nowMs);
  const session = await tx.session.findUnique({ where: { id: actor.sessionId }, select: { createdAt: true } });
  if (session === null || nowMs - session.createdAt.getTime() > stepUpFreshMs) {
    throw new Problem("step_up_required", "This needs a fresh sign-in: sign out, sign in again, then repeat this within 10 minutes.");
  }
}
