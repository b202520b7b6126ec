import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database, type Transaction } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { openSandboxSource } from "./open-sandbox-source.ts";
import { presentRow, presentSession, type SessionRecord } from "./present-session.ts";
import type { SandboxSession, SandboxSessionRow } from "./session-shape.ts";

export const sessionsQuery = z.strictObject(pageQueryMembers);

/** The checkouts that were opened, newest first. */
export async function listSessions(actor: Actor, { limit, cursor }: z.output<typeof sessionsQuery>): Promise<Page<SandboxSessionRow>> {
  requirePermission(actor, "sandbox.use");
  const before = cursorId("sandboxSession", cursor);
  const { prisma } = database();
  const records = await prisma.sandboxSession.findMany({ ...(before === null ? {} : { where: { id: { lt: before } } }), omit: { payment: true }, orderBy: { id: "desc" }, take: limit + 1 });
  const sources = await prisma.source.findMany({ where: { id: { in: [...new Set(records.map(({ sourceId }) => sourceId))] }, deletedAt: null }, select: { id: true, name: true } });
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return toPage("sandboxSession", records, limit, (record) => presentRow(record, names.get(record.sourceId) ?? null));
}

/** One checkout with all that was done. Throws `Problem("not_found")`. */
export async function getSession(actor: Actor, id: string): Promise<SandboxSession> {
  requirePermission(actor, "sandbox.use");
  const { prisma } = database();
  return readSession(prisma, await findSession(prisma, id));
}

/** The row of a session. Throws `Problem("not_found")`. */
export async function findSession(tx: Pick<Transaction, "sandboxSession">, id: string): Promise<SessionRecord> {
  const uuid = parsePublicId("sandboxSession", id);
  const record = uuid === null ? null : await tx.sandboxSession.findUnique({ where: { id: uuid } });
  if (record === null) throw new Problem("not_found", "There is no sandbox session with this id. The sandbox lists those that exist.");
  return record;
}

/** As the API says it; with the reason where its source can be played for no longer. */
export async function readSession(tx: Transaction, record: SessionRecord): Promise<SandboxSession> {
  try {
    const source = await openSandboxSource(tx, record.sourceId, systemClock.now());
    return presentSession(record, source.name, source.plan, null);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const source = await tx.source.findFirst({ where: { id: record.sourceId, deletedAt: null }, select: { name: true } });
    return presentSession(record, source?.name ?? null, null, source === null ? "Its source was deleted." : error.message);
  }
}
