import { generateSync } from "otplib";
import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { hashPassword } from "#lib/access/password";
import { sessionActor } from "#lib/access/session-actor";
import { signIn, type SignInOutcome } from "#lib/access/sign-in";
import { spendCode } from "#lib/access/spend-code.sql";
import { stepUp } from "#lib/access/step-up";
import { changePassword, renameSelf } from "#lib/account/change-account";
import { getAccount } from "#lib/account/own-account";
import { endOtherSessions, endOwnSession, listOwnSessions } from "#lib/account/own-sessions";
import { confirmTotp, removeTotp, renewRecoveryCodes, startTotp } from "#lib/account/own-totp";
import { newId, publicId } from "#lib/platform/ids";
import { resetTotp } from "#lib/team/reset-totp";
import { sessionCookie, signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const password = "correct horse battery";
let passwordHash: string;
let lastByte = 0;
const freshAddress = (): string => `203.0.113.${String((lastByte += 1))}`;

beforeAll(async () => {
  await testInstallation(db);
  passwordHash = await hashPassword(password);
});

interface Somebody {
  readonly email: string;
  readonly actor: UserActor;
}

/** Signed in with a password, and proved it again a moment ago. */
async function somebody(): Promise<Somebody> {
  const { email, actor } = await signedInPerson(db, "operator", { passwordHash });
  return { email, actor: { ...actor, steppedUpAtMs: Date.now() } };
}

interface WithApp extends Somebody {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** The code of `steps` steps from now, as the app shows it. */
const codeOf = (secret: string, steps = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** The app's first code is spent on confirming: that step and the ones before it are over, whatever the clock does in between. */
async function withApp(): Promise<WithApp> {
  const person = await somebody();
  const { secret } = await startTotp(person.actor, {});
  const { recoveryCodes } = await confirmTotp(person.actor, { code: codeOf(secret) });
  await db.prisma.totpFactor.update({ where: { userId: person.actor.id }, data: { lastStep: 0 } });
  return { ...person, secret, recoveryCodes };
}

const trySignIn = (email: string, more: Readonly<Record<string, string>> = {}, secret = password): Promise<SignInOutcome> => signIn({ email, password: secret, ...more }, { address: freshAddress(), userAgent: "a browser" });
const auditOf = async (subjectId: string): Promise<string[]> => (await db.prisma.auditEntry.findMany({ where: { subjectId }, orderBy: { position: "asc" } })).map(({ action }) => action);
const isLive = async (sessionId: string): Promise<boolean> => (await sessionActor((await sessionCookie(sessionId)).split("=").slice(1).join("="), null)) !== null;

describe("signing in with an authenticator app", () => {
  it("asks for a code after the right password, and for nothing after a wrong one", async () => {
    const { email, secret, actor } = await withApp();
    expect(await trySignIn(email, {}, "wrong password")).toEqual({ kind: "refused" });
    expect(await trySignIn(email, { code: codeOf(secret) }, "wrong password")).toEqual({ kind: "refused" });
    expect(await trySignIn(email)).toEqual({ kind: "code_required" });
    expect(await trySignIn(email, { code: "000000" === codeOf(secret) ? "000001" : "000000" })).toEqual({ kind: "code_refused" });
    expect((await trySignIn(email, { code: codeOf(secret) })).kind).toBe("signed_in");
    const reasons = await db.prisma.auditEntry.findMany({ where: { subjectId: actor.id, action: "session.refuse" }, orderBy: { position: "asc" } });
    expect(reasons.map(({ details }) => details)).toEqual(["wrong_password", "wrong_password", "code_missing", "wrong_code"].map((reason) => ({ reason })));
  });

  it("takes each code once, also of two who send it at once", async () => {
    const { email, secret, actor } = await withApp();
    const outcomes = await Promise.all([1, 2, 3].map(() => spendCode(actor.id, codeOf(secret))));
    expect(outcomes.filter((outcome) => outcome === "totp")).toHaveLength(1);
    expect((await trySignIn(email, { code: codeOf(secret, -1) })).kind, "an older code than the last one").toBe("code_refused");
  });

  it("counts a right password without its code as a failed attempt", async () => {
    const { email } = await withApp();
    const before = new Set((await db.prisma.signInFailure.findMany()).map(({ subject }) => subject));
    for (let count = 0; count < 3; count += 1) expect((await trySignIn(email)).kind).toBe("code_required");
    const counted = (await db.prisma.signInFailure.findMany()).filter(({ subject }) => subject.startsWith("email:") && !before.has(subject));
    expect(counted.map(({ count }) => count)).toEqual([3]);
  });

  it("counts sign-ins with a code against nobody else behind the same address", async () => {
    const address = freshAddress();
    const from = async (email: string, code?: string): Promise<string> => (await signIn({ email, password, ...(code === undefined ? {} : { code }) }, { address, userAgent: "a browser" })).kind;
    const { email, secret } = await withApp();
    expect([await from(email), await from(email, codeOf(secret))]).toEqual(["code_required", "signed_in"]);
    const counted = await db.prisma.signInFailure.findUniqueOrThrow({ where: { subject: `address:${address}` } });
    expect(counted.count).toBe(0);
  });

  it("takes a recovery code in its place, each once", async () => {
    const { email, recoveryCodes, actor } = await withApp();
    const [first, second] = [recoveryCodes[0] ?? "", recoveryCodes[1] ?? ""];
    expect((await trySignIn(email, { code: first.toUpperCase().replaceAll("-", " ") })).kind).toBe("signed_in");
    expect((await trySignIn(email, { code: first })).kind).toBe("code_refused");
    expect(await Promise.all([spendCode(actor.id, second), spendCode(actor.id, second)])).toEqual(expect.arrayContaining(["recovery", null]));
    expect((await getAccount(actor)).recoveryCodesLeft).toBe(8);
  });

  it("does not ask before the app has proved itself, nor after it was removed or reset", async () => {
    const person = await somebody();
    const { secret } = await startTotp(person.actor, {});
    expect((await trySignIn(person.email)).kind).toBe("signed_in");
    await expect(confirmTotp(person.actor, { code: "12345" })).rejects.toMatchObject({ kind: "bad_input", errors: [{ path: "code" }] });
    await confirmTotp(person.actor, { code: codeOf(secret) });
    expect((await trySignIn(person.email)).kind).toBe("code_required");
    await expect(startTotp(person.actor, {})).rejects.toMatchObject({ kind: "conflict" });
    await removeTotp(person.actor, {});
    expect((await trySignIn(person.email)).kind).toBe("signed_in");

    const lost = await withApp();
    const { actor: admin } = await signedInPerson(db, "admin");
    await resetTotp({ ...admin, steppedUpAtMs: Date.now() }, { id: publicId("user", lost.actor.id) });
    expect((await trySignIn(lost.email)).kind).toBe("signed_in");
    expect(await spendCode(lost.actor.id, lost.recoveryCodes[0] ?? "")).toBeNull();
    expect(await auditOf(lost.actor.id)).toEqual(["user.startTotp", "user.addTotp", "user.resetTotp", "session.open"]);
  });

  it("keeps the secret sealed and the codes hashed", async () => {
    const { secret, recoveryCodes } = await withApp();
    const { rows } = await db.pool.query<{ text: string }>("select f::text as text from totp_factors f union all select r::text from recovery_codes r union all select a::text from audit_entries a");
    for (const hidden of [secret, ...recoveryCodes]) expect(rows.filter(({ text }) => text.includes(hidden) || text.includes(Buffer.from(hidden).toString("hex")))).toEqual([]);
  });
});

describe("proving oneself again", () => {
  it("takes the password, a code or a recovery code", async () => {
    const { actor, secret, recoveryCodes } = await withApp();
    for (const proof of [{ password }, { code: codeOf(secret) }, { code: recoveryCodes[0] ?? "" }]) {
      await db.prisma.session.update({ where: { id: actor.sessionId }, data: { steppedUpAt: null } });
      await stepUp(actor, proof);
      expect((await db.prisma.session.findUnique({ where: { id: actor.sessionId } }))?.steppedUpAt).not.toBeNull();
    }
    await expect(stepUp(actor, { code: recoveryCodes[0] ?? "" })).rejects.toMatchObject({ kind: "bad_input", errors: [{ path: "code" }] });
  });

  it("is asked for before the password, the app or the recovery codes change", async () => {
    const { actor } = await withApp();
    const stale = { ...actor, steppedUpAtMs: Date.now() - 11 * 60 * 1000 };
    for (const act of [() => changePassword(stale, { newPassword: "another long password" }), () => startTotp(stale, {}), () => removeTotp(stale, {}), () => renewRecoveryCodes(stale, {})]) {
      await expect(act()).rejects.toMatchObject({ kind: "step_up_required" });
    }
  });

  it("is a fresh sign-in for somebody who has neither password nor app yet", async () => {
    const { actor } = await signedInPerson(db, "viewer");
    await startTotp(actor, {});
    await db.prisma.session.update({ where: { id: actor.sessionId }, data: { createdAt: new Date(Date.now() - 11 * 60 * 1000) } });
    await expect(startTotp(actor, {})).rejects.toMatchObject({ kind: "step_up_required" });
    await expect(changePassword(actor, { newPassword: "a first password" })).rejects.toMatchObject({ kind: "step_up_required" });
  });
});

describe("one's own account", () => {
  it("has a new password at once, and every other session ends", async () => {
    const { actor, email } = await somebody();
    const other = await trySignIn(email);
    const otherId = other.kind === "signed_in" ? other.sessionId : "";
    expect(await changePassword(actor, { newPassword: "another long password" })).toEqual({ endedSessions: 1 });
    expect([await isLive(actor.sessionId), await isLive(otherId)]).toEqual([true, false]);
    expect((await trySignIn(email)).kind).toBe("refused");
    expect((await trySignIn(email, {}, "another long password")).kind).toBe("signed_in");
    await expect(changePassword(actor, { newPassword: email })).rejects.toMatchObject({ kind: "bad_input", errors: [{ path: "newPassword" }] });
  });

  it("lists its sessions, and ends one or all others, never another person's", async () => {
    const [{ actor, email }, stranger] = [await somebody(), await somebody()];
    const ids = [actor.sessionId];
    for (let count = 0; count < 3; count += 1) {
      const outcome = await trySignIn(email);
      if (outcome.kind === "signed_in") ids.push(outcome.sessionId);
    }
    const listed = (await listOwnSessions(actor)).data;
    expect(listed.map(({ id }) => id).sort()).toEqual(ids.map((id) => publicId("session", id)).sort());
    expect(listed.filter(({ current }) => current).map(({ id }) => id)).toEqual([publicId("session", actor.sessionId)]);
    await endOwnSession(actor, { id: publicId("session", ids[1] ?? "") });
    for (const id of [publicId("session", stranger.actor.sessionId), publicId("session", ids[1] ?? ""), publicId("session", newId()), "nonsense"]) {
      await expect(endOwnSession(actor, { id })).rejects.toMatchObject({ kind: "not_found" });
    }
    expect(await endOtherSessions(actor, {})).toEqual({ ended: 2 });
    expect(await Promise.all([...ids, stranger.actor.sessionId].map(isLive))).toEqual([true, false, false, false, true]);
  });

  it("has another name, which stands in the audit with the one before", async () => {
    const { actor } = await somebody();
    expect(await renameSelf(actor, { name: " Anna Berg " })).toMatchObject({ name: "Anna Berg" });
    expect(await db.prisma.auditEntry.findFirst({ where: { subjectId: actor.id, action: "user.rename" } })).toMatchObject({ details: { before: { name: "A operator" }, after: { name: "Anna Berg" } } });
  });
});
