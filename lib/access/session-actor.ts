import type { UserActor } from "./actor.ts";
import { findLiveSession, type LiveSession } from "./find-session.sql.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** The person behind a session cookie, as they are now: a role taken away or a session ended counts at once. */
export async function sessionActor(cookie: string | undefined, address: string | null): Promise<UserActor | null> {
  const sessionId = await readSessionCookie(cookie);
  const session = sessionId === null ? null : await findLiveSession(sessionId);
  return session === null ? null : actorOf(session, address);
}

function actorOf(session: LiveSession, address: string | null): UserActor {
  return {
    type: "user",
    id: session.userId,
    name: session.name,
    role: session.role,
    sessionId: session.sessionId,
    address,
    steppedUpAtMs: session.steppedUpAt?.getTime() ?? null,
  };
}
