import NextAuth from "next-auth";
import { authOptions } from "#lib/access/auth-options";
import { installation } from "#lib/platform/installation";
import { setForLibrary } from "#tests/runner/test-env";

const setCookieForm = /^([^=]+)=([^;]*)(.*)$/;
const facts = { address: "192.0.2.9", userAgent: "a browser" };

/** A browser as far as cookies go, in front of the sign-in library without Next. */
export class SignInBrowser {
  /** Values as set, and their attributes in lower case. */
  readonly cookies = new Map<string, { readonly value: string; readonly attributes: string }>();

  /** The answer's body, or `{ url }` where it leads elsewhere. */
  async call(method: string, path: readonly string[], body: Readonly<Record<string, string>> = {}, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    setForLibrary("NEXTAUTH_URL", installation().signInUrl);
    const cookies = Object.fromEntries([...this.cookies].map(([name, { value }]) => [name, decodeURIComponent(value)]));
    const request = { method, query: { ...query, nextauth: path }, body: { ...body, json: "true" }, cookies, headers: { "x-countersign-remote-address": facts.address, "user-agent": facts.userAgent } };
    const answer = new Answer();
    const handler: unknown = NextAuth(authOptions(facts));
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

  /** Where the library would go next. */
  async signIn(email: string, password: string, callbackUrl = "/"): Promise<string> {
    return memberOf(await this.call("POST", ["callback", "credentials"], { email, password, callbackUrl, csrfToken: await this.token() }), "url");
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

export function memberOf(body: unknown, name: string): string {
  const member: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : null;
  return typeof member === "string" ? member : "";
}
