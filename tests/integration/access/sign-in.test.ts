import { beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#lib/access/password";
import { sessionActor } from "#lib/access/session-actor";
import { sessionIdleMs } from "#lib/access/session-lifetime";
import { openSession, signIn, type SignInOutcome } from "#lib/access/sign-in";
import { signOut, signOutEverywhere } from "#lib/access/sign-out";
import { forgetOldFailures } from "#lib/access/sign-in-throttle.sql";
import { newId } from "#lib/platform/ids";
import { sessionCookie, signedInPerson, testInstallation, type TestPerson } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const password = "correct horse battery";
let passwordHash: string;
const testAddress: unknown = expect.stringMatching(/^192\.0\.2\./);
let lastByte = 0;
const freshAddress = (): string => `192.0.2.${String((lastByte += 1))}`;

beforeAll(async () => {
  await testInstallation(db);
  passwordHash = await hashPassword(password);
});

const person = (): Promise<TestPerson> => signedInPerson(db, "operator", { passwordHash });
const tryPassword = (email: string, text: string, address: string | null = freshAddress()): Promise<SignInOutcome> => signIn({ email, password: text }, { address, userAgent: "a browser" });
const actorOf = async (sessionId: string) => sessionActor((await sessionCookie(sessionId)).split("=").slice(1).join("="), null);
const auditOf = async (subjectId: string | null): Promise<string[]> => (await db.prisma.auditEntry.findMany({ where: { subjectId }, orderBy: { position: "asc" } })).map(({ action }) => action);
async function makeOlder(seconds: number): Promise<void> {
  await db.pool.query("update sign_in_failures set last_at = last_at - $1 * interval '1 s'", [seconds]);
}
function opened(outcome: SignInOutcome): string {
  if (outcome.kind !== "signed_in") throw new Error(`expected a session, got ${outcome.kind}`);
  return outcome.sessionId;
}

describe("signing in", () => {
  it("opens a session of its own each time, audited with the address", async () => {
    const { email, actor } = await person();
    const [first, second] = [opened(await tryPassword(email, password)), opened(await tryPassword(` ${email.toUpperCase()}`, password))];
    expect(new Set([first, second, actor.sessionId]).size).toBe(3);
    expect(await actorOf(first)).toMatchObject({ type: "user", id: actor.id, role: "operator", steppedUpAtMs: null });
    expect(await auditOf(actor.id)).toEqual(["session.open", "session.open"]);
    const entry = await db.prisma.auditEntry.findFirst({ where: { subjectId: actor.id } });
    expect(entry).toMatchObject({ actorType: "user", address: testAddress });
  });

  it("is refused alike for a wrong password, an unknown address, a disabled account and one without a password", async () => {
    const [known, disabled, without] = [await person(), await person(), await signedInPerson(db, "viewer")];
    await db.prisma.user.update({ where: { id: disabled.actor.id }, data: { disabledAt: new Date() } });
    const outcomes = await Promise.all([tryPassword(known.email, "wrong password"), tryPassword("nobody@example.com", password), tryPassword(disabled.email, password), tryPassword(without.email, password), signIn({ email: { contains: "" }, password }, { address: null, userAgent: null })]);
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: "refused" })));
    expect(await auditOf(known.actor.id)).toEqual(["session.refuse"]);
  });

  it("opens nothing where the account was shut, or its password changed, while it was proved", async () => {
    const [shut, changed] = [await person(), await person()];
    await db.prisma.user.update({ where: { id: shut.actor.id }, data: { disabledAt: new Date() } });
    await db.prisma.user.update({ where: { id: changed.actor.id }, data: { passwordHash: "another" } });
    const facts = { address: freshAddress(), userAgent: null };
    for (const { actor } of [shut, changed]) expect(await openSession({ id: actor.id, name: actor.name, role: "operator", passwordHash }, facts, "password")).toBeNull();
    expect([await auditOf(shut.actor.id), await auditOf(changed.actor.id)]).toEqual([[], []]);
  });

  it("is refused like any other for an address that no database can hold", async () => {
    expect(await tryPassword("a\0b@example.com", password)).toEqual({ kind: "refused" });
  });

  it("keeps nothing of what was typed for an unknown address", async () => {
    await tryPassword("my-password-typed-here", "whatever it is");
    const { rows } = await db.pool.query<{ text: string }>("select audit_entries::text as text from audit_entries union all select sign_in_failures::text from sign_in_failures");
    expect(JSON.stringify(rows)).not.toMatch(/my-password-typed-here|whatever it is/);
  });
});

describe("failed sign-ins", () => {
  it("make the next one wait, ever longer, for a known and for an unknown address alike", async () => {
    for (const email of [(await person()).email, "unknown@example.com"]) {
      for (let count = 0; count < 5; count += 1) expect((await tryPassword(email, "wrong password")).kind).toBe("refused");
      const waits: number[] = [];
      for (let count = 0; count < 4; count += 1) {
        const outcome = await tryPassword(email, password);
        if (outcome.kind !== "too_many") throw new Error(`expected a wait, got ${outcome.kind}`);
        waits.push(outcome.retryAt.getTime() - Date.now());
        await makeOlder(1 + 2 ** count);
        expect((await tryPassword(email, "wrong password")).kind).toBe("refused");
      }
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
    }
  });

  it("are forgotten once the right password was given after the wait", async () => {
    const { email } = await person();
    for (let count = 0; count < 6; count += 1) await tryPassword(email, "wrong password");
    await makeOlder(60);
    expect((await tryPassword(email, password)).kind).toBe("signed_in");
    for (let count = 0; count < 5; count += 1) expect((await tryPassword(email, "wrong password")).kind).toBe("refused");
  });

  it("are counted for an address of a machine too, over all accounts", async () => {
    const address = freshAddress();
    for (let count = 0; count < 20; count += 1) expect((await tryPassword(`p${String(count)}@example.com`, "wrong password", address)).kind).toBe("refused");
    const { email } = await person();
    expect((await tryPassword(email, password, address)).kind).toBe("too_many");
    expect((await tryPassword(email, password)).kind).toBe("signed_in");
  });

  it("are counted for the whole network of an IPv6 address, which one machine has to itself", async () => {
    const outcomes: SignInOutcome[] = [];
    for (let count = 0; count < 25; count += 1) outcomes.push(await tryPassword(`six${String(count)}@example.com`, "wrong password", `2001:db8:1:2:${count.toString(16)}::1`));
    expect(outcomes.at(0)?.kind).toBe("refused");
    expect(outcomes.at(-1)?.kind).toBe("too_many");
    expect((await tryPassword("six@example.com", "wrong password", "2001:db8:1:3::1")).kind).toBe("refused");
  });

  it("leave no trace under the names that a machine tries while it has to wait", async () => {
    const address = freshAddress();
    for (let count = 0; count < 22; count += 1) await tryPassword(`trace${String(count)}@example.com`, "wrong password", address);
    const before = await db.prisma.signInFailure.count();
    for (let count = 0; count < 5; count += 1) expect((await tryPassword(`later${String(count)}@example.com`, "wrong password", address)).kind).toBe("too_many");
    expect(await db.prisma.signInFailure.count()).toBe(before);
  });

  it("of strangers keep nobody waiting in a browser in which they signed in before, and its own are limited too", async () => {
    const [{ email }, other] = [await person(), await person()];
    const from = (device: string | null, text: string, who = email) => signIn({ email: who, password: text }, { address: freshAddress(), userAgent: "a browser", device });
    const first = await from(null, password);
    const device = first.kind === "signed_in" ? (first.device ?? "") : "";
    expect(device).not.toContain(email);
    // Failures enough for the longest wait, so that nothing here depends on how fast the machine is.
    const makeMany = () => db.pool.query("update sign_in_failures set count = 20, last_at = now() where subject not like 'address:%'");
    for (const who of [email, other.email]) await from(null, "wrong password", who);
    await makeMany();
    expect((await from(null, password)).kind).toBe("too_many");
    // Known already: the same mark goes on.
    expect(await from(device, password)).toMatchObject({ kind: "signed_in", device: null });
    // Strangers wait on, whatever the known browser did.
    expect((await from(null, password)).kind).toBe("too_many");
    for (const forged of [`${device}x`, device.replace(/.$/, (last) => (last === "A" ? "B" : "A")), `9999999999${device.slice(10)}`, "", "x"]) expect((await from(forged, password)).kind, forged).toBe("too_many");
    expect((await from(device, password, other.email)).kind).toBe("too_many");
    expect((await from(device, "wrong password")).kind).toBe("refused");
    await makeMany();
    expect((await from(device, password)).kind).toBe("too_many");
  });

  it("do not get past the limit when many are tried at once", async () => {
    const { email } = await person();
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => tryPassword(email, "wrong password")));
    expect(outcomes.filter(({ kind }) => kind === "refused")).toHaveLength(5);
  });

  it("are dropped when they are old", async () => {
    await tryPassword("old@example.com", "wrong password");
    await makeOlder(2 * 60 * 60);
    expect(await forgetOldFailures()).toBeGreaterThan(0);
    expect(await db.prisma.signInFailure.count()).toBe(0);
  });
});

describe("a session", () => {
  const session = async (): Promise<{ sessionId: string; userId: string }> => {
    const { actor } = await person();
    return { sessionId: actor.sessionId, userId: actor.id };
  };

  it("shows a changed role at the next request", async () => {
    const { sessionId, userId } = await session();
    await db.prisma.user.update({ where: { id: userId }, data: { role: "viewer" } });
    expect(await actorOf(sessionId)).toMatchObject({ role: "viewer" });
  });

  it.each([
    ["was signed out", (id: string) => signOut(id)],
    ["was revoked", async (id: string) => void (await db.prisma.session.update({ where: { id }, data: { revokedAt: new Date() } }))],
    ["has expired", async (id: string) => void (await db.prisma.session.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } }))],
    ["was idle for too long", async (id: string) => void (await db.prisma.session.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - sessionIdleMs - 1000) } }))],
    ["belongs to a disabled person", async (id: string) => void (await db.prisma.session.update({ where: { id }, data: { user: { update: { disabledAt: new Date() } } } }))],
    ["was deleted with its person", async (id: string) => void (await db.prisma.session.delete({ where: { id } }))],
  ])("is over once it %s", async (_what, end) => {
    const { sessionId } = await session();
    expect(await actorOf(sessionId)).not.toBeNull();
    await end(sessionId);
    expect(await actorOf(sessionId)).toBeNull();
  });

  it("is kept alive by requests", async () => {
    const { sessionId } = await session();
    await db.prisma.session.update({ where: { id: sessionId }, data: { lastSeenAt: new Date(Date.now() - sessionIdleMs + 60_000) } });
    await actorOf(sessionId);
    const row = await db.prisma.session.findUniqueOrThrow({ where: { id: sessionId } });
    expect(Date.now() - row.lastSeenAt.getTime()).toBeLessThan(30_000);
  });

  it("is none in a cookie that we did not seal", async () => {
    const { sessionId } = await session();
    const value = (await sessionCookie(sessionId, "another secret, long enough to be one")).split("=").slice(1).join("=");
    for (const forged of [value, sessionId, "", "a.b.c.d.e", newId()]) expect(await sessionActor(forged, null)).toBeNull();
    expect(await actorOf(newId())).toBeNull();
  });

  it("ends with all others of its person when asked to, and with nobody else's", async () => {
    const [mine, other] = [await person(), await person()];
    const second = opened(await tryPassword(mine.email, password));
    expect(await signOutEverywhere(mine.actor, {})).toEqual({ ended: 2 });
    expect(await actorOf(mine.actor.sessionId)).toBeNull();
    expect(await actorOf(second)).toBeNull();
    expect(await actorOf(other.actor.sessionId)).not.toBeNull();
    expect(await auditOf(mine.actor.id)).toContain("session.endAll");
  });
});
