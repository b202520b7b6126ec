import { z } from "zod";
import { database } from "#lib/platform/database/client";
import { newId } from "#lib/platform/ids";
import { maskCardText } from "#lib/platform/mask-card-text";
import type { AuditDetails } from "#lib/audit/append";
import { writeAudited } from "./command.ts";
import type { UserActor } from "./actor.ts";
import { knownDevice, newDeviceCookie } from "./device-cookie.ts";
import { normaliseEmail } from "./email.ts";
import { verifyPassword } from "./password.ts";
import { signInMethods } from "./oidc.ts";
import { roles } from "./permissions.ts";
import { sessionEnd } from "./session-lifetime.ts";
import { hasConfirmedTotp, spendCode } from "./spend-code.sql.ts";
import { addressSubject, forgiveAttempt } from "./sign-in-throttle.sql.ts";
import { throttled } from "./throttled.ts";

/** An address with a NUL is nobody's: PostgreSQL refuses to look for it. */
const attemptInput = z.object({ email: z.string().min(1).max(254).refine((text) => !text.includes("\0")), password: z.string().min(1).max(1024), code: z.string().max(64).optional() });

export interface SignInFacts {
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The device cookie as it came. */
  readonly device?: string | null;
}

export type SignInOutcome =
  | { readonly kind: "signed_in"; readonly sessionId: string; readonly userId: string; readonly name: string; /** Marks this browser from now on; `null`: nothing to mark, or marked already. */ readonly device: string | null }
  /** Unknown address, wrong password, disabled: nobody is told which. */
  | { readonly kind: "refused" }
  /** The same again with a code of the authenticator app, or a recovery code. */
  | { readonly kind: "code_required" }
  | { readonly kind: "code_refused" }
  /** The settings allow single sign-on alone. */
  | { readonly kind: "password_off" }
  | { readonly kind: "too_many"; readonly retryAt: Date };

interface Found {
  readonly id: string;
  readonly name: string;
  readonly role: UserActor["role"];
  /** What the password was proved against; left out where no password was. */
  readonly passwordHash?: string | null;
}

/** Opens a session, always a new one, for whoever proves the password. Audited, also when it fails. */
export async function signIn(input: unknown, facts: SignInFacts): Promise<SignInOutcome> {
  const parsed = attemptInput.safeParse(input);
  if (!parsed.success) return { kind: "refused" };
  if (!(await signInMethods()).password) return { kind: "password_off" };
  const email = normaliseEmail(parsed.data.email);
  const user = await database().prisma.user.findUnique({ where: { email } });
  const device = knownDevice(facts.device ?? null, email, Date.now());
  const asked: { code: "unasked" | "missing" | "wrong" | "totp" | "recovery" } = { code: "unasked" };
  // A password that is right without its code counts as a failed attempt: guessing costs the same whatever it finds.
  const result = await throttled({ email, address: facts.address, device }, async () => {
    const proved = await verifyPassword(user?.passwordHash ?? null, parsed.data.password);
    if (!proved || user === null || user.disabledAt !== null || user.joinedAt === null) return null;
    if (await hasConfirmedTotp(user.id)) {
      asked.code = parsed.data.code === undefined ? "missing" : ((await spendCode(user.id, parsed.data.code)) ?? "wrong");
      if (asked.code === "missing" || asked.code === "wrong") return null;
    }
    return { id: user.id, name: user.name, role: z.enum(roles).parse(user.role), passwordHash: user.passwordHash };
  });
  if ("retryAt" in result) return { kind: "too_many", retryAt: result.retryAt };
  if (result.outcome !== null) {
    const opened = await openSession(result.outcome, facts, "password", asked.code === "recovery" ? { recoveryCodeUsed: true } : {});
    return opened === null ? { kind: "refused" } : { ...opened, device: device === null ? newDeviceCookie(email, Date.now()) : null };
  }
  // Every sign-in with a code takes this step: an office behind one address would lock itself out. The account's count stays.
  if (asked.code === "missing") await forgiveAttempt(addressSubject(facts.address));
  // An address without an account may be a password in the wrong field: it is not kept.
  await recordRefusal(user, facts, asked.code);
  return { kind: asked.code === "missing" ? "code_required" : asked.code === "wrong" ? "code_refused" : "refused" };
}

/** A new session for somebody who has just proved who they are; `null` where the account was shut, or its password changed, meanwhile. */
export async function openSession(user: Found, facts: SignInFacts, method: "password" | "oidc", details: AuditDetails = {}): Promise<(SignInOutcome & { readonly kind: "signed_in" }) | null> {
  const sessionId = newId();
  const actor: UserActor = { type: "user", id: user.id, name: user.name, role: user.role, sessionId, address: facts.address, steppedUpAtMs: null };
  const expiresAt = await sessionEnd(Date.now());
  const isOpen = await writeAudited(actor, async ({ tx }) => {
    // Holds the account's row: who shuts it at the same moment ends this session too, or was first and is seen here.
    const { count } = await tx.user.updateMany({ where: { id: user.id, disabledAt: null, ...(user.passwordHash === undefined ? {} : { passwordHash: user.passwordHash }) }, data: { disabledAt: null } });
    if (count === 0) return { output: false, audit: [] };
    await tx.session.create({ data: { id: sessionId, userId: user.id, expiresAt, address: facts.address, userAgent: facts.userAgent === null ? null : maskCardText(facts.userAgent.slice(0, 300)), method } });
    return { output: true, audit: { action: "session.open", subjectType: "user", subjectId: user.id, details: { method, ...details } } };
  });
  if (!isOpen) return null;
  return { kind: "signed_in", sessionId, userId: user.id, name: user.name, device: null };
}

async function recordRefusal(user: { readonly id: string; readonly disabledAt: Date | null } | null, facts: SignInFacts, code: string): Promise<void> {
  const details = { reason: code === "missing" ? "code_missing" : code === "wrong" ? "wrong_code" : reasonFor(user) };
  const actor = { type: "visitor", name: "not signed in", address: facts.address } as const;
  await writeAudited(actor, () => Promise.resolve({ output: null, audit: { action: "session.refuse", subjectType: "user", subjectId: user?.id ?? null, details } }));
}

function reasonFor(user: { readonly disabledAt: Date | null } | null): string {
  if (user === null) return "unknown_address";
  return user.disabledAt === null ? "wrong_password" : "disabled_or_wrong_password";
}
