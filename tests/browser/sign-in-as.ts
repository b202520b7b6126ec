import { randomUUID } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import pg from "pg";
import { newId } from "#lib/platform/ids";
import { embeddedUrl, type StartedServer } from "../runner/started-server.ts";

export type Role = "viewer" | "operator" | "admin";

/** A new person of this role and a session of theirs, put into the tables and the browser without the sign-in form. */
export async function signInAs(context: BrowserContext, server: StartedServer, sessionSecret: string, role: Role): Promise<void> {
  const [userId, sessionId] = [newId(), newId()];
  const client = new pg.Client({ connectionString: embeddedUrl(server.dataDir) });
  await client.connect();
  try {
    await client.query("insert into users (id, email, name, role) values ($1, $2, $3, $4)", [userId, `${role}-${randomUUID()}@example.com`, `Test ${role}`, role]);
    await client.query("insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 hour')", [sessionId, userId]);
  } finally {
    await client.end();
  }
  const value = await encode({ token: { sid: sessionId }, secret: sessionSecret });
  await context.addCookies([{ name: "next-auth.session-token", value, url: server.url, httpOnly: true, sameSite: "Lax" }]);
}
