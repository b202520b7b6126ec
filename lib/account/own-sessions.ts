import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { requirePermission } from "#lib/access/require-permission";
import { sessionIdleMs } from "#lib/access/session-lifetime";
import { database } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import type { Page } from "#lib/platform/keyset";
import { Problem } from "#lib/platform/problem";
import type { OwnSession } from "./account-shape.ts";
import { personOf } from "./own-account.ts";

/** The browsers in which one is signed in, the latest seen first; all on one page. */
export async function listOwnSessions(actor: Actor): Promise<Page<OwnSession>> {
  requirePermission(actor, "session.own");
  const person = personOf(actor);
  const now = Date.now();
  const rows = await database().prisma.session.findMany({
    where: { userId: person.id, revokedAt: null, expiresAt: { gt: new Date(now) }, lastSeenAt: { gt: new Date(now - sessionIdleMs) } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });
  const data = rows.map((row) => ({
    id: publicId("session", row.id),
    current: row.id === person.sessionId,
    method: row.method === "oidc" ? ("oidc" as const) : ("password" as const),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    address: row.address,
    userAgent: row.userAgent,
  }));
  return { data, nextCursor: null };
}

/** Ends one of one's own sessions. */
export const endOwnSession = command({
  permission: "session.own",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<null>> => {
    const person = personOf(actor);
    const uuid = parsePublicId("session", id);
    const { count } = uuid === null ? { count: 0 } : await tx.session.updateMany({ where: { id: uuid, userId: person.id, revokedAt: null }, data: { revokedAt: new Date() } });
    if (count === 0) throw new Problem("not_found", "There is no session of yours with this id that still runs.");
    return { output: null, audit: { action: "session.end", subjectType: "user", subjectId: person.id, details: { ofAnotherBrowser: uuid !== person.sessionId } } };
  },
});

/** Ends every session of one's own but this. */
export const endOtherSessions = command({
  permission: "session.own",
  input: z.strictObject({}),
  run: async ({ actor, tx }): Promise<CommandResult<{ readonly ended: number }>> => {
    const person = personOf(actor);
    const now = new Date();
    const { count } = await tx.session.updateMany({ where: { userId: person.id, id: { not: person.sessionId }, revokedAt: null, expiresAt: { gt: now } }, data: { revokedAt: now } });
    return { output: { ended: count }, audit: count === 0 ? [] : { action: "session.endOthers", subjectType: "user", subjectId: person.id, details: { ended: count } } };
  },
});
