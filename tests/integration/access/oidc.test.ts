import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAdmin } from "#lib/access/create-admin";
import { openOidc, signInMethods } from "#lib/access/oidc";
import { hashPassword } from "#lib/access/password";
import { sessionActor } from "#lib/access/session-actor";
import { signIn } from "#lib/access/sign-in";
import type { OidcSettings } from "#lib/platform/env";
import { newId, publicId } from "#lib/platform/ids";
import { movePublicUrl } from "#lib/platform/installation";
import { dropSettings } from "#lib/settings/read-settings";
import { updateSettings } from "#lib/settings/update-settings";
import { acceptInvitation } from "#lib/team/accept-invitation";
import { changeRole } from "#lib/team/change-role";
import { disableUser } from "#lib/team/disable-user";
import { invitePerson } from "#lib/team/invite-person";
import { signedInPerson, testInstallation, testPublicUrl } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { oidcClient, type OidcServer, oidcServer } from "#tests/support/oidc-server";
import { memberOf, SignInBrowser } from "#tests/support/sign-in-browser";

const db = await testDatabase();
let server: OidcServer;
let settings: OidcSettings;
const noValues = { admin: [], operator: [], viewer: [] };

beforeAll(async () => {
  await testInstallation(db);
  server = await oidcServer(`${testPublicUrl}/api/auth/callback/oidc`);
  settings = { issuer: server.issuer, ...oidcClient, roleClaim: null, roleValues: noValues };
  openOidc(settings);
});

afterAll(async () => {
  openOidc(null);
  await server.close();
});

/** Somebody at the single sign-on, under a name that never changes there. */
function known(claims: Readonly<Record<string, unknown>>): string {
  const subject = newId();
  server.people.set(subject, claims);
  return subject;
}

async function begin(browser: SignInBrowser, callbackUrl = "/"): Promise<string> {
  return memberOf(await browser.call("POST", ["signin", "oidc"], { callbackUrl, csrfToken: await browser.token() }), "url");
}

const finish = async (browser: SignInBrowser, back: URL): Promise<string> => memberOf(await browser.call("GET", ["callback", "oidc"], {}, Object.fromEntries(back.searchParams)), "url");

/** Where the whole way leads, and who is signed in at its end. */
async function signInAs(subject: string, callbackUrl = "/", browser = new SignInBrowser()) {
  const url = new URL(await finish(browser, await server.signInAs(subject, await begin(browser, callbackUrl))));
  return { url, error: url.searchParams.get("error"), actor: await sessionActor(browser.session?.value, null) };
}

const auditOf = async (subjectId: string): Promise<string[]> => (await db.prisma.auditEntry.findMany({ where: { subjectId }, orderBy: { position: "asc" } })).map(({ action }) => action);

describe("single sign-on", () => {
  it("signs in who has an account under a verified address, and remembers the identity rather than the address", async () => {
    const { actor, email } = await signedInPerson(db, "operator");
    const subject = known({ email: email.toUpperCase(), email_verified: true, name: "Anna" });
    const first = await signInAs(subject, "/events?q=1");
    expect(first.url.href).toBe(`${testPublicUrl}/events?q=1`);
    expect(first.actor).toMatchObject({ id: actor.id, role: "operator", steppedUpAtMs: null });
    expect(await db.prisma.session.findUnique({ where: { id: first.actor?.sessionId ?? "" } })).toMatchObject({ method: "oidc", address: "192.0.2.9", userAgent: "a browser" });
    server.people.set(subject, { email: "anna-has-married@example.com", email_verified: false });
    expect((await signInAs(subject)).actor).toMatchObject({ id: actor.id });
    expect(await auditOf(actor.id)).toEqual(["user.linkIdentity", "session.open", "session.open"]);
  });

  it("joins who was invited, and their link ends", async () => {
    const { actor: admin } = await signedInPerson(db, "admin");
    const email = `${newId()}@example.com`;
    await invitePerson({ ...admin, steppedUpAtMs: Date.now() }, { email, role: "viewer" });
    expect((await signInAs(known({ email, email_verified: true }))).actor).toMatchObject({ role: "viewer" });
    expect(await db.prisma.user.findUnique({ where: { email } })).toMatchObject({ inviteTokenHash: null, joinedAt: expect.any(Date) as unknown });
  });

  it("joins nobody by an invitation that ran out", async () => {
    const { actor: admin } = await signedInPerson(db, "admin");
    const email = `${newId()}@example.com`;
    await invitePerson({ ...admin, steppedUpAtMs: Date.now() }, { email, role: "admin" });
    await db.prisma.user.update({ where: { email }, data: { inviteExpiresAt: new Date(Date.now() - 1_000) } });
    expect(await signInAs(known({ email, email_verified: true }))).toMatchObject({ error: "oidc_no_account", actor: null });
    expect(await db.prisma.user.findUnique({ where: { email } })).toMatchObject({ joinedAt: null, oidcSubject: null });
  });

  it("never links an account by an address that is not verified, and tells nothing of who has one", async () => {
    const { actor, email } = await signedInPerson(db, "admin");
    for (const claims of [{ email, email_verified: false }, { email }, { email, email_verified: "false" }, { email: "nobody@example.com", email_verified: false }, {}]) {
      expect(await signInAs(known(claims))).toMatchObject({ error: "oidc_unverified", actor: null });
    }
    expect(await db.prisma.user.findUnique({ where: { id: actor.id } })).toMatchObject({ oidcSubject: null });
  });

  it("refuses who has no account, whose account is disabled, and another identity with the same address", async () => {
    expect(await signInAs(known({ email: "stranger@example.com", email_verified: true }))).toMatchObject({ error: "oidc_no_account", actor: null });
    expect(await db.prisma.user.count({ where: { email: "stranger@example.com" } })).toBe(0);
    const { actor, email } = await signedInPerson(db, "viewer");
    const subject = known({ email, email_verified: true });
    await signInAs(subject);
    expect(await signInAs(known({ email, email_verified: true }))).toMatchObject({ error: "oidc_other_identity", actor: null });
    await db.prisma.user.update({ where: { id: actor.id }, data: { disabledAt: new Date() } });
    expect(await signInAs(subject)).toMatchObject({ error: "oidc_disabled", actor: null });
  });

  it("goes on by the address of the start while the public one is moved: who was asked there comes back there, refused or not", async () => {
    const { actor, email } = await signedInPerson(db, "viewer");
    movePublicUrl("https://moved.example.com");
    const welcome = await signInAs(known({ email, email_verified: true }), "/events");
    expect([welcome.url.href, welcome.actor?.id]).toEqual([`${testPublicUrl}/events`, actor.id]);
    const refused = await signInAs(known({ email: "nobody@example.com", email_verified: true }));
    movePublicUrl(null);
    expect([refused.url.origin, refused.error]).toEqual([testPublicUrl, "oidc_no_account"]);
  });

  it("opens another session than the one that the browser brought along", async () => {
    const { email } = await signedInPerson(db, "viewer");
    const [subject, browser] = [known({ email, email_verified: true }), new SignInBrowser()];
    const [first, second] = [await signInAs(subject, "/", browser), await signInAs(subject, "/", browser)];
    expect(second.actor?.sessionId).not.toBe(first.actor?.sessionId);
  });

  it.each(["https://evil.example/", "//evil.example", "/\\evil.example", `${testPublicUrl}.evil.example/`, `${testPublicUrl}@evil.example/`, `${testPublicUrl}//evil.example`, "javascript:alert(1)"])("leads nobody to %s", async (target) => {
    const { email } = await signedInPerson(db, "viewer");
    const { url, actor } = await signInAs(known({ email, email_verified: true }), target);
    expect(actor).not.toBeNull();
    expect(url.href).toBe(`${testPublicUrl}/`);
  });

  it("is not finished by the answer that another browser began, nor twice", async () => {
    const { email } = await signedInPerson(db, "viewer");
    const [victim, attacker] = [new SignInBrowser(), new SignInBrowser()];
    const subject = known({ email, email_verified: true });
    await begin(victim);
    const back = await server.signInAs(subject, await begin(attacker));
    expect(await finish(victim, back)).toContain("error=");
    expect(victim.session).toBeUndefined();
    expect(await finish(attacker, back)).toBe(`${testPublicUrl}/`);
    const again = new SignInBrowser();
    expect(await finish(again, back)).toContain("error=");
    expect(again.session).toBeUndefined();
  });
});

describe("roles taken from a claim", () => {
  it("make accounts, are taken over at each sign-in, and refuse whoever has none", async () => {
    openOidc({ ...settings, roleClaim: "groups", roleValues: { admin: ["it"], operator: ["support"], viewer: ["shop"] } });
    const email = `${newId()}@example.com`;
    const subject = known({ email, email_verified: true, name: "Bea Lind", groups: ["shop", "support"] });
    const first = await signInAs(subject);
    expect(first.actor).toMatchObject({ name: "Bea Lind", role: "operator" });
    server.people.set(subject, { email, email_verified: true, groups: "shop" });
    expect((await signInAs(subject)).actor).toMatchObject({ id: first.actor?.id, role: "viewer" });
    expect(await sessionActor(undefined, null)).toBeNull();
    server.people.set(subject, { email, email_verified: true, groups: ["others", { it: true }] });
    expect(await signInAs(subject)).toMatchObject({ error: "oidc_no_role", actor: null });
    expect(await auditOf(first.actor?.id ?? "")).toEqual(["user.create", "session.open", "user.changeRole", "session.open", "session.refuse"]);
    openOidc(settings);
  });

  it("leave the last admin an admin", async () => {
    openOidc({ ...settings, roleClaim: "groups", roleValues: { ...noValues, viewer: ["shop"] } });
    await db.prisma.user.updateMany({ where: { role: "admin" }, data: { disabledAt: new Date() } });
    const { email } = await signedInPerson(db, "admin");
    expect((await signInAs(known({ email, email_verified: true, groups: ["shop"] }))).actor).toMatchObject({ role: "admin" });
    openOidc(settings);
  });
});

describe("the ways in", () => {
  it("lose the password only while an admin can come in by single sign-on, and have it back with an admin made on the server", async () => {
    await db.prisma.user.updateMany({ where: { role: "admin" }, data: { disabledAt: new Date() } });
    const { actor, email } = await signedInPerson(db, "admin");
    const admin = { ...actor, steppedUpAtMs: Date.now() };
    const off = { signInMethods: { password: false } };
    await expect(updateSettings(admin, off)).rejects.toMatchObject({ kind: "conflict" });
    await signInAs(known({ email, email_verified: true }));
    openOidc(null);
    await expect(updateSettings(admin, off)).rejects.toMatchObject({ kind: "conflict" });
    openOidc(settings);
    expect(await updateSettings(admin, off)).toMatchObject({ signInMethods: { password: false } });
    expect(await signInMethods()).toMatchObject({ password: false });
    await createAdmin({ type: "cli", name: "test" }, { email: `${newId()}@example.com`, name: "Rescue", password: "correct horse battery" });
    dropSettings();
    expect(await signInMethods()).toEqual({ password: true, oidc: true });
  });

  it("lose the single sign-on only while an admin has a password, and no admin is demoted or disabled whom another cannot follow", async () => {
    await db.prisma.user.updateMany({ where: { role: "admin" }, data: { disabledAt: new Date() } });
    const [byOidc, byPassword] = [await signedInPerson(db, "admin"), await signedInPerson(db, "admin", { passwordHash: await hashPassword("correct horse battery") })];
    await signInAs(known({ email: byOidc.email, email_verified: true }));
    const admin = { ...byOidc.actor, steppedUpAtMs: Date.now() };
    const other = { ...byPassword.actor, steppedUpAtMs: Date.now() };
    const ids = { byOidc: publicId("user", byOidc.actor.id), byPassword: publicId("user", byPassword.actor.id) };
    await updateSettings(admin, { signInMethods: { password: false } });
    await expect(disableUser(other, { id: ids.byOidc })).rejects.toMatchObject({ kind: "conflict" });
    await updateSettings(admin, { signInMethods: { password: true, oidc: false } });
    await expect(disableUser(admin, { id: ids.byPassword })).rejects.toMatchObject({ kind: "conflict" });
    await expect(changeRole(admin, { id: ids.byPassword, role: "viewer" })).rejects.toMatchObject({ kind: "conflict" });
    await updateSettings(admin, { signInMethods: { oidc: true } });
    await disableUser(admin, { id: ids.byPassword });
    await expect(updateSettings(admin, { signInMethods: { oidc: false } })).rejects.toMatchObject({ kind: "conflict" });
  });

  it("are what the settings allow; the password stays one where there is no single sign-on", async () => {
    const { email } = await signedInPerson(db, "viewer", { passwordHash: await hashPassword("correct horse battery") });
    const tryPassword = () => signIn({ email, password: "correct horse battery" }, { address: "192.0.2.77", userAgent: null });
    await db.prisma.settings.update({ where: { id: 1 }, data: { passwordSignIn: false } });
    dropSettings();
    expect(await signInMethods()).toEqual({ password: false, oidc: true });
    expect(await tryPassword()).toEqual({ kind: "password_off" });
    await expect(acceptInvitation({ token: "t", name: "Eve", password: "correct horse battery" }, null)).rejects.toMatchObject({ kind: "conflict" });
    openOidc(null);
    expect(await signInMethods()).toEqual({ password: true, oidc: false });
    expect((await tryPassword()).kind).toBe("signed_in");
    openOidc(settings);
    await db.prisma.settings.update({ where: { id: 1 }, data: { passwordSignIn: true, oidcSignIn: false } });
    dropSettings();
    expect(await signInAs(known({ email, email_verified: true }))).toMatchObject({ error: "oidc_off", actor: null });
    await db.prisma.settings.update({ where: { id: 1 }, data: { oidcSignIn: true } });
    dropSettings();
  });
});
