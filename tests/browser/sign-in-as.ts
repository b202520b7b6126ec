import { randomUUID } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import pg from "pg";
import { newId } from "#lib/platform/ids";
import { embeddedUrl, type StartedServer } from "../runner/started-server.ts";

export type Role = "viewer" | "operator" | "admin";

export interface MadeSession {
  readonly userId: string;
  /** Name and value, as a browser sends it. */
  readonly cookie: string;
}

const cookieName = "next-auth.session-token";

/** A new person of this role and a session of theirs, put into the tables without the sign-in form. */
export async function makeSession(server: StartedServer, sessionSecret: string, role: Role, name = `Test ${role}`): Promise<MadeSession> {
  const [userId, sessionId] = [newId(), newId()];
  const client = new pg.Client({ connectionString: embeddedUrl(server.dataDir) });
  await client.connect();
  try {
    await client.query("insert into users (id, email, name, role) values ($1, $2, $3, $4)", [userId, `${role}-${randomUUID()}@example.com`, name, role]);
    await client.query("insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 hour')", [sessionId, userId]);
  } finally {
    await client.end();
  }
  return { userId, cookie: `${cookieName}=${await encode({ token: { sid: sessionId }, secret: sessionSecret })}` };
}

/** Signs a browser in as a new person of this role. */
export async function signInAs(context: BrowserContext, server: StartedServer, sessionSecret: string, role: Role): Promise<void> {
  const { cookie } = await makeSession(server, sessionSecret, role);
  await context.addCookies([{ name: cookieName, value: cookie.slice(cookieName.length + 1), url: server.url, httpOnly: true, sameSite: "Lax" }]);
}
