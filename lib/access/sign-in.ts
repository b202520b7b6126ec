import { z } from "zod";
import { database } from "#lib/platform/database/client";
import { newId } from "#lib/platform/ids";
import { writeAudited } from "./command.ts";
import type { UserActor } from "./actor.ts";
import { normaliseEmail } from "./email.ts";
import { verifyPassword } from "./password.ts";
import { roles } from "./permissions.ts";
import { sessionEnd } from "./session-lifetime.ts";
import { throttled } from "./throttled.ts";

/** An address with a NUL is nobody's: PostgreSQL refuses to look for it. */
const attemptInput = z.object({ email: z.string().min(1).max(254).refine((text) => !text.includes("\0")), password: z.string().min(1).max(1024) });

export interface SignInFacts {
  readonly address: string | null;
  readonly userAgent: string | null;
}

export type SignInOutcome =
  | { readonly kind: "signed_in"; readonly sessionId: string; readonly userId: string; readonly name: string }
  /** Unknown address, wrong password, disabled: nobody is told which. */
  | { readonly kind: "refused" }
  | { readonly kind: "too_many"; readonly retryAt: Date };

interface Found {
  readonly id: string;
  readonly name: string;
  readonly role: UserActor["role"];
}

/** Opens a session, always a new one, for whoever proves the password. Audited, also when it fails. */
export async function signIn(input: unknown, facts: SignInFacts): Promise<SignInOutcome> {
  const parsed = attemptInput.safeParse(input);
  if (!parsed.success) return { kind: "refused" };
  const email = normaliseEmail(parsed.data.email);
  const user = await database().prisma.user.findUnique({ where: { email } });
  const result = await throttled({ email, address: facts.address }, async () => {
    const proved = await verifyPassword(user?.passwordHash ?? null, parsed.data.password);
    return proved && user !== null && user.disabledAt === null && user.joinedAt !== null ? { id: user.id, name: user.name, role: z.enum(roles).parse(user.role) } : null;
  });
  if ("retryAt" in result) return { kind: "too_many", retryAt: result.retryAt };
  if (result.outcome !== null) return openSession(result.outcome, facts);
  // An address without an account may be a password in the wrong field: it is not kept.
  await recordRefusal(user, facts);
  return { kind: "refused" };
}

async function openSession(user: Found, facts: SignInFacts): Promise<SignInOutcome> {
  const sessionId = newId();
  const actor: UserActor = { type: "user", id: user.id, name: user.name, role: user.role, sessionId, address: facts.address, steppedUpAtMs: null };
  const expiresAt = await sessionEnd(Date.now());
  await writeAudited(actor, async ({ tx }) => {
    await tx.session.create({ data: { id: sessionId, userId: user.id, expiresAt, address: facts.address, userAgent: facts.userAgent?.slice(0, 300) ?? null } });
    return { output: null, audit: { action: "session.open", subjectType: "user", subjectId: user.id, details: {} } };
  });
  return { kind: "signed_in", sessionId, userId: user.id, name: user.name };
}

async function recordRefusal(user: { readonly id: string; readonly disabledAt: Date | null } | null, facts: SignInFacts): Promise<void> {
  const details = { reason: user === null ? "unknown_address" : user.disabledAt === null ? "wrong_password" : "disabled_or_wrong_password" };
  const actor = { type: "visitor", name: "not signed in", address: facts.address } as const;
  await writeAudited(actor, () => Promise.resolve({ output: null, audit: { action: "session.refuse", subjectType: "user", subjectId: user?.id ?? null, details } }));
}
