import { z } from "zod";
import type { AuditDraft } from "#lib/audit/append";
import { database, type Transaction } from "#lib/platform/database/client";
import type { User as UserRecord } from "#lib/platform/database/generated/client";
import { newId } from "#lib/platform/ids";
import { writeAudited } from "./command.ts";
import { emailInput, personNameInput } from "./email.ts";
import { oidcSettings, roleOfClaims, signInMethods } from "./oidc.ts";
import { type Role, roles } from "./permissions.ts";
import { isThereAnotherAdmin } from "./require-another-admin.ts";
import { openSession, type SignInFacts } from "./sign-in.ts";

const claimsInput = z.looseObject({
  sub: z.string().min(1).max(255),
  email: emailInput.optional().catch(undefined),
  email_verified: z.union([z.literal(true), z.literal("true")]).optional().catch(undefined),
  name: personNameInput.optional().catch(undefined),
});

/** Why the single sign-on's word is not enough; each has a sentence on the sign-in page. */
export const oidcRefusals = ["oidc_off", "oidc_no_account", "oidc_unverified", "oidc_disabled", "oidc_no_role", "oidc_other_identity"] as const;
export type OidcRefusal = (typeof oidcRefusals)[number];

export type OidcOutcome = { readonly kind: "signed_in"; readonly sessionId: string } | { readonly kind: "refused"; readonly reason: OidcRefusal };

/**
 * Opens a session for whom the single sign-on vouches: who signed in by it before, or who has an account or an
 * invitation under an address that it says is verified. With roles taken from claims, whoever has one needs neither.
 */
export async function signInWithOidc(rawClaims: unknown, facts: SignInFacts): Promise<OidcOutcome> {
  const settings = oidcSettings();
  const claims = claimsInput.safeParse(rawClaims);
  if (settings === null || !claims.success || !(await signInMethods()).oidc) return refuse("oidc_off", null, facts);
  const role = roleOfClaims(claims.data, settings);
  const identity = { oidcIssuer: settings.issuer, oidcSubject: claims.data.sub };
  const known = await database().prisma.user.findFirst({ where: identity });
  const email = claims.data.email_verified === undefined ? undefined : claims.data.email;
  // An address that nobody verified is only somebody's word, and tells nothing of who has an account.
  if (known === null && email === undefined) return refuse("oidc_unverified", null, facts);
  const user = known ?? (await database().prisma.user.findUnique({ where: { email: email ?? "" } }));
  if (user?.disabledAt instanceof Date) return refuse("oidc_disabled", user.id, facts);
  if (known === null && user !== null && user.oidcSubject !== null) return refuse("oidc_other_identity", user.id, facts);
  // An invitation that ran out vouches for nobody; a role that the claims name does.
  if (user !== null && user.joinedAt === null && role === undefined && (user.inviteExpiresAt === null || user.inviteExpiresAt <= new Date())) return refuse("oidc_no_account", user.id, facts);
  if (role === null) return refuse("oidc_no_role", user?.id ?? null, facts);
  if (user === null && (role === undefined || email === undefined)) return refuse("oidc_no_account", null, facts);
  const admitted = await writeAudited({ type: "visitor", name: "single sign-on", address: facts.address }, async ({ tx }) => {
    if (user !== null) return admit(tx, user, identity, role);
    return make(tx, { email: email ?? "", name: claims.data.name ?? email ?? "", role: role ?? "viewer", ...identity });
  });
  if (admitted === null) return refuse("oidc_other_identity", user?.id ?? null, facts);
  const session = await openSession(admitted, facts, "oidc");
  return session === null ? refuse("oidc_disabled", admitted.id, facts) : { kind: "signed_in", sessionId: session.sessionId };
}

interface Identity {
  readonly oidcIssuer: string;
  readonly oidcSubject: string;
}

interface Admitted {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Joins the invited, remembers the identity, and takes over a role of the claims; the last admin keeps theirs. */
async function admit(tx: Transaction, user: UserRecord, identity: Identity, mapped: Role | undefined): Promise<{ output: Admitted | null; audit: AuditDraft[] }> {
  const before = z.enum(roles).parse(user.role);
  const wanted = mapped ?? before;
  const role = wanted !== before && before === "admin" && user.joinedAt !== null && !(await isThereAnotherAdmin(tx, user.id)) ? before : wanted;
  const joins = user.joinedAt === null;
  // Under the conditions that were judged: an account disabled or linked meanwhile is left alone.
  const { count } = await tx.user.updateMany({
    where: { id: user.id, role: before, disabledAt: null, joinedAt: user.joinedAt, OR: [{ oidcSubject: null }, identity] },
    data: { ...identity, role, ...(joins ? { joinedAt: new Date(), inviteTokenHash: null, inviteExpiresAt: null } : {}) },
  });
  if (count === 0) return { output: null, audit: [] };
  const subject = { subjectType: "user", subjectId: user.id } as const;
  const audit: AuditDraft[] = [
    ...(joins ? [{ action: "user.join", ...subject, details: { email: user.email, name: user.name, role, by: "single sign-on" } }] : []),
    ...(user.oidcSubject === null ? [{ action: "user.linkIdentity", ...subject, details: { email: user.email, issuer: identity.oidcIssuer } }] : []),
    ...(role === before ? [] : [{ action: "user.changeRole", ...subject, details: { email: user.email, by: "single sign-on", before: { role: before }, after: { role } } }]),
  ];
  return { output: { id: user.id, name: user.name, role }, audit };
}

/** An account for somebody whose claims give a role. Of two sign-ins at once one makes it. */
async function make(tx: Transaction, person: Identity & { readonly email: string; readonly name: string; readonly role: Role }): Promise<{ output: Admitted | null; audit: AuditDraft[] }> {
  const id = newId();
  const { count } = await tx.user.createMany({ data: [{ id, ...person }], skipDuplicates: true });
  if (count === 0) return { output: null, audit: [] };
  const { email, name, role, oidcIssuer } = person;
  return { output: { id, name, role }, audit: [{ action: "user.create", subjectType: "user", subjectId: id, details: { email, name, role, by: "single sign-on", issuer: oidcIssuer } }] };
}

async function refuse(reason: OidcRefusal, userId: string | null, facts: SignInFacts): Promise<OidcOutcome> {
  const actor = { type: "visitor", name: "not signed in", address: facts.address } as const;
  await writeAudited(actor, () => Promise.resolve({ output: null, audit: { action: "session.refuse", subjectType: "user", subjectId: userId, details: { reason } } }));
  return { kind: "refused", reason };
}
