import { z } from "zod";
import { command, type CommandResult, writeAudited } from "./command.ts";
import { findLiveSession } from "./find-session.sql.ts";
import { Problem } from "#lib/platform/problem";

/** Ends one session. One that has ended already stays as it is, without another audit entry. */
export async function signOut(sessionId: string): Promise<void> {
  const session = await findLiveSession(sessionId);
  if (session === null) return;
  const actor = { type: "user", id: session.userId, name: session.name, role: session.role, sessionId, address: null, steppedUpAtMs: null } as const;
  await writeAudited(actor, async ({ tx }) => {
    const { count } = await tx.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date() } });
    return { output: null, audit: count === 0 ? [] : { action: "session.end", subjectType: "user", subjectId: session.userId, details: {} } };
  });
}

/** Ends every session of the person who asks, this one too. */
export const signOutEverywhere = command({
  permission: "session.own",
  input: z.strictObject({}),
  run: async ({ actor, tx }): Promise<CommandResult<{ readonly ended: number }>> => {
    if (actor.type !== "user") throw new Problem("forbidden", "Only a person who is signed in has sessions to end.");
    const { count } = await tx.session.updateMany({ where: { userId: actor.id, revokedAt: null, expiresAt: { gt: new Date() } }, data: { revokedAt: new Date() } });
    return { output: { ended: count }, audit: { action: "session.endAll", subjectType: "user", subjectId: actor.id, details: { ended: count } } };
  },
});
