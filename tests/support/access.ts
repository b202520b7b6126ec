import { encode } from "next-auth/jwt";
import type { ApiKeyActor, Role, UserActor } from "#lib/access/actor";
import { csrfToken } from "#lib/access/csrf";
import { sessionCookieName } from "#lib/access/session-cookie";
import { sessionAbsoluteMs } from "#lib/access/session-lifetime";
import { newId } from "#lib/platform/ids";
import { installation, openInstallation } from "#lib/platform/installation";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import type { TestDatabase } from "./database.ts";

export const testPublicUrl = "http://127.0.0.1:3000";

/** The file's own installation, on its own database. */
export async function testInstallation(db: TestDatabase): Promise<void> {
  await openInstallation(db.pool, { ring: keyRing(generateKeyRingText()), publicUrl: testPublicUrl, sessionSecret: "t".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: [], metricsToken: null });
}

export interface TestPerson {
  readonly actor: UserActor;
  readonly email: string;
  readonly cookie: string;
  /** What the dashboard's own pages send with a write. */
  readonly writeHeaders: Readonly<Record<string, string>>;
}

/** A person who is signed in. */
export async function signedInPerson(db: TestDatabase, role: Role, more: { readonly passwordHash?: string } = {}): Promise<TestPerson> {
  const [userId, sessionId] = [newId(), newId()];
  const email = `${userId}@example.com`;
  await db.prisma.user.create({ data: { id: userId, email, name: `A ${role}`, role, passwordHash: more.passwordHash ?? null } });
  await db.prisma.session.create({ data: { id: sessionId, userId, expiresAt: new Date(Date.now() + sessionAbsoluteMs) } });
  const cookie = await sessionCookie(sessionId);
  return {
    actor: { type: "user", id: userId, name: `A ${role}`, role, sessionId, address: null, steppedUpAtMs: null },
    email,
    cookie,
    writeHeaders: { cookie, origin: testPublicUrl, "x-csrf-token": csrfToken(sessionId), "content-type": "application/json" },
  };
}

/** The same person, whose password was proved just now. */
export function steppedUp(actor: UserActor): UserActor {
  return { ...actor, steppedUpAtMs: Date.now() };
}

export async function sessionCookie(sessionId: string, secret: string = installation().sessionSecret): Promise<string> {
  return `${sessionCookieName()}=${await encode({ token: { sid: sessionId }, secret, maxAge: 3600 })}`;
}

export function apiKeyActor(scopes: readonly string[]): ApiKeyActor {
  return { type: "apiKey", id: newId(), name: "a script", scopes, address: null };
}

/** A request to a route's handler, as Next makes it. */
export function apiRequest(method: string, path: string, options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } = {}): Request {
  const body = options.body === undefined ? null : typeof options.body === "string" || options.body instanceof Uint8Array ? Buffer.from(options.body) : JSON.stringify(options.body);
  return new Request(`${testPublicUrl}/api/v1${path}`, { method, headers: { host: "127.0.0.1:3000", ...options.headers }, ...(body === null ? {} : { body }) });
}

/** The params that Next hands over beside a request. */
export function withParams(params: Readonly<Record<string, string>> = {}): { readonly params: Promise<Readonly<Record<string, string>>> } {
  return { params: Promise.resolve(params) };
}
