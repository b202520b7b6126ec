import { beforeAll, describe, expect, it } from "vitest";
import { knownDevice, newDeviceCookie, readDeviceCookie, setDeviceCookie } from "#lib/access/device-cookie";
import { hashPassword } from "#lib/access/password";
import { sessionActor } from "#lib/access/session-actor";
import { closeInstallation, installation, openInstallation } from "#lib/platform/installation";
import { signedInPerson, testInstallation, testPublicUrl } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { SignInBrowser } from "#tests/support/sign-in-browser";

const db = await testDatabase();
const password = "correct horse battery";
let email: string;

beforeAll(async () => {
  await testInstallation(db);
  ({ email } = await signedInPerson(db, "admin", { passwordHash: await hashPassword(password) }));
});

describe("the session cookie", () => {
  it("is sealed, unreadable for scripts, and leads to the person", async () => {
    const browser = new SignInBrowser();
    await browser.signIn(email, password);
    expect(browser.session?.attributes).toMatch(/path=\/; expires=.*; httponly; samesite=lax$/);
    expect(await sessionActor(browser.session?.value, null)).toMatchObject({ role: "admin" });
    expect(await db.prisma.session.findFirst({ where: { address: "192.0.2.9" } })).toMatchObject({ userAgent: "a browser" });
  });

  it("is another one after each sign-in, whatever the browser brought along", async () => {
    const browser = new SignInBrowser();
    await browser.signIn(email, password);
    const first = await sessionActor(browser.session?.value, null);
    await browser.signIn(email, password);
    const second = await sessionActor(browser.session?.value, null);
    expect(second?.sessionId).not.toBe(first?.sessionId);
  });

  it("is not set by a wrong password, nor without the form's own token", async () => {
    const browser = new SignInBrowser();
    expect(await browser.signIn(email, "wrong password")).toMatch(/error=CredentialsSignin/);
    await browser.call("POST", ["callback", "credentials"], { email, password });
    expect(browser.session).toBeUndefined();
  });

  it("leads nowhere after signing out, also in a copy of it", async () => {
    const browser = new SignInBrowser();
    await browser.signIn(email, password);
    const copy = browser.session?.value;
    await browser.call("POST", ["signout"], { csrfToken: await browser.token() });
    expect(browser.session?.value).toBe("");
    expect(await sessionActor(copy, null)).toBeNull();
    expect(await db.prisma.auditEntry.count({ where: { action: "session.end" } })).toBe(1);
  });

  it("is for https alone where the public address is", async () => {
    const { hashKey: _key, ...facts } = installation();
    closeInstallation();
    await openInstallation(db.pool, { ...facts, publicUrl: "https://pay.example.com" });
    const browser = new SignInBrowser();
    await browser.signIn(email, password);
    expect(browser.session).toBeUndefined();
    expect(browser.cookies.get("__Secure-next-auth.session-token")?.attributes).toMatch(/; httponly; secure/);
    closeInstallation();
    await openInstallation(db.pool, facts);
  });
});

describe("after signing in", () => {
  it.each(["https://evil.example/", "//evil.example", "/\\evil.example", `${testPublicUrl}.evil.example/`, "javascript:alert(1)"])("nobody is sent to %s", async (target) => {
    const url = new URL(await new SignInBrowser().signIn(email, password, target));
    expect(url.origin).toBe(testPublicUrl);
  });

  it("/api/auth/session tells nothing about the person", async () => {
    const browser = new SignInBrowser();
    await browser.signIn(email, password);
    const expires: unknown = expect.any(String);
    expect(await browser.call("GET", ["session"])).toEqual({ expires });
  });
});

describe("the device cookie", () => {
  it("marks a browser for one address and half a year, out of reach of scripts and of other sites", () => {
    const nowMs = Date.now();
    const cookie = newDeviceCookie("ada@example.com", nowMs);
    const device = knownDevice(cookie, "ada@example.com", nowMs);
    expect(device).toMatch(/^[\w-]{22}$/);
    expect(newDeviceCookie("ada@example.com", nowMs)).not.toBe(cookie);
    expect([knownDevice(cookie, "bea@example.com", nowMs), knownDevice(cookie, "ada@example.com", nowMs + 181 * 86_400_000), knownDevice(cookie, "ada@example.com", nowMs - 120_000), knownDevice(null, "ada@example.com", nowMs)]).toEqual([null, null, null, null]);
    expect(knownDevice(cookie, "ada@example.com", nowMs + 179 * 86_400_000)).toBe(device);
    expect(setDeviceCookie(cookie)).toBe(`countersign-device=${cookie}; Path=/api/auth; Max-Age=15552000; HttpOnly; SameSite=Strict`);
    expect(readDeviceCookie(`a=1; countersign-device=${cookie}; b=2`)).toBe(cookie);
  });
});
