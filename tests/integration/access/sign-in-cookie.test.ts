import NextAuth from "next-auth";
import { beforeAll, describe, expect, it } from "vitest";
import { authOptions } from "#lib/access/auth-options";
import { hashPassword } from "#lib/access/password";
import { sessionActor } from "#lib/access/session-actor";
import { closeInstallation, installation, openInstallation } from "#lib/platform/installation";
import { setForLibrary } from "#tests/runner/test-env";
import { signedInPerson, testInstallation, testPublicUrl } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const password = "correct horse battery";
let email: string;

beforeAll(async () => {
  await testInstallation(db);
  ({ email } = await signedInPerson(db, "admin", { passwordHash: await hashPassword(password) }));
});

const setCookieForm = /^([^=]+)=([^;]*)(.*)$/;

/** A browser as far as cookies go, in front of the sign-in library without Next. */
class Browser {
  /** Values as set, and their attributes in lower case. */
  readonly cookies = new Map<string, { readonly value: string; readonly attributes: string }>();

  async call(method: string, path: readonly string[], body: Readonly<Record<string, string>> = {}): Promise<unknown> {
    setForLibrary("NEXTAUTH_URL", installation().publicUrl);
    const cookies = Object.fromEntries([...this.cookies].map(([name, { value }]) => [name, decodeURIComponent(value)]));
    const request = { method, query: { nextauth: path }, body: { ...body, json: "true" }, cookies, headers: { "x-countersign-remote-address": "192.0.2.9", "user-agent": "a browser" } };
    const answer = new Answer();
    const handler: unknown = NextAuth(authOptions());
    if (typeof handler !== "function") throw new Error("the sign-in library gave no handler");
    await Reflect.apply(handler, undefined, [request, answer]);
    for (const line of answer.cookies) {
      const [, name, value, attributes] = setCookieForm.exec(line) ?? [];
      if (name !== undefined) this.cookies.set(name, { value: value ?? "", attributes: (attributes ?? "").toLowerCase() });
    }
    return answer.body;
  }

  async token(): Promise<string> {
    return memberOf(await this.call("GET", ["csrf"]), "csrfToken");
  }

  async signIn(secret: string, callbackUrl = "/"): Promise<string> {
    return memberOf(await this.call("POST", ["callback", "credentials"], { email, password: secret, callbackUrl, csrfToken: await this.token() }), "url");
  }

  get session() {
    return this.cookies.get("next-auth.session-token");
  }
}

/** What the library writes to, as Next's older API has it. */
class Answer {
  body: unknown = null;
  private readonly headers = new Map<string, unknown>();

  get cookies(): readonly string[] {
    const lines = this.headers.get("set-cookie");
    return Array.isArray(lines) ? lines.map(String) : [];
  }

  status(): this {
    return this;
  }

  getHeader(name: string): unknown {
    return this.headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: unknown): this {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  json(body: unknown): void {
    this.body = body;
  }

  send(body: unknown): void {
    this.body = body;
  }

  end(): void {
    this.body = null;
  }
}

function memberOf(body: unknown, name: string): string {
  const member: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : null;
  return typeof member === "string" ? member : "";
}

describe("the session cookie", () => {
  it("is sealed, unreadable for scripts, and leads to the person", async () => {
    const browser = new Browser();
    await browser.signIn(password);
    expect(browser.session?.attributes).toMatch(/path=\/; expires=.*; httponly; samesite=lax$/);
    expect(await sessionActor(browser.session?.value, null)).toMatchObject({ role: "admin" });
    expect(await db.prisma.session.findFirst({ where: { address: "192.0.2.9" } })).toMatchObject({ userAgent: "a browser" });
  });

  it("is another one after each sign-in, whatever the browser brought along", async () => {
    const browser = new Browser();
    await browser.signIn(password);
    const first = await sessionActor(browser.session?.value, null);
    await browser.signIn(password);
    const second = await sessionActor(browser.session?.value, null);
    expect(second?.sessionId).not.toBe(first?.sessionId);
  });

  it("is not set by a wrong password, nor without the form's own token", async () => {
    const browser = new Browser();
    expect(await browser.signIn("wrong password")).toMatch(/error=CredentialsSignin/);
    await browser.call("POST", ["callback", "credentials"], { email, password });
    expect(browser.session).toBeUndefined();
  });

  it("leads nowhere after signing out, also in a copy of it", async () => {
    const browser = new Browser();
    await browser.signIn(password);
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
    const browser = new Browser();
    await browser.signIn(password);
    expect(browser.session).toBeUndefined();
    expect(browser.cookies.get("__Secure-next-auth.session-token")?.attributes).toMatch(/; httponly; secure/);
    closeInstallation();
    await openInstallation(db.pool, facts);
  });
});

describe("after signing in", () => {
  it.each(["https://evil.example/", "//evil.example", "/\\evil.example", `${testPublicUrl}.evil.example/`, "javascript:alert(1)"])("nobody is sent to %s", async (target) => {
    const url = new URL(await new Browser().signIn(password, target));
    expect(url.origin).toBe(testPublicUrl);
  });

  it("/api/auth/session tells nothing about the person", async () => {
    const browser = new Browser();
    await browser.signIn(password);
    const expires: unknown = expect.any(String);
    expect(await browser.call("GET", ["session"])).toEqual({ expires });
  });
});
