import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { type IdNoun, idPrefixes, parsePublicId } from "#lib/platform/ids";
import { type Page, readCursor, refuseCursor, writeCursor } from "#lib/platform/keyset";
import { momentText, pageQueryMembers, searchText } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import type { AuditEntryView, AuditHead } from "./audit-shape.ts";
import { anchorText } from "./anchor.ts";
import { genesisHash } from "./entry-hash.ts";
import { presentEntry } from "./present-entry.ts";

/** Who acts, by kind. */
export const actorTypes = ["user", "apiKey", "cli", "worker", "setup", "visitor"] as const;

/** `GET /audit`. */
export const auditQuery = z.strictObject({
  actor: searchText(100).optional().meta({ description: `An id (usr_…, tok_…) or a kind: ${actorTypes.join(", ")}` }),
  action: z.string().max(100).regex(/^[A-Za-z_]+\.(?:[A-Za-z_]+|\*)$/, "must be an action such as source.update, or source.* for all of a noun").optional().meta({ description: "Exact, or all of a noun with .* at its end" }),
  subject: searchText(100).optional().meta({ description: "An id such as src_…, or a kind such as source" }),
  from: momentText.optional(),
  to: momentText.optional(),
  ...pageQueryMembers,
});
export type AuditQuery = z.output<typeof auditQuery>;

/** Newest first. */
export async function listAudit(actor: Actor, query: Partial<AuditQuery> = {}): Promise<Page<AuditEntryView>> {
  requirePermission(actor, "audit.read");
  const { limit = 50, from, to } = query;
  const after = query.cursor === undefined ? null : positionOf(query.cursor);
  const rows = await database().prisma.auditEntry.findMany({
    where: {
      ...byActor(query.actor),
      ...byAction(query.action),
      ...bySubject(query.subject),
      ...(from === undefined && to === undefined ? {} : { at: { ...(from === undefined ? {} : { gte: new Date(from) }), ...(to === undefined ? {} : { lt: new Date(to) }) } }),
      ...(after === null ? {} : { position: { lt: after } }),
    },
    orderBy: { position: "desc" },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(presentEntry), nextCursor: rows.length > limit && last !== undefined ? writeCursor(`aud_${last.position.toString()}`) : null };
}

/** One entry by its position. Throws `Problem("not_found")`. */
export async function getAuditEntry(actor: Actor, position: string): Promise<AuditEntryView> {
  requirePermission(actor, "audit.read");
  const row = /^[1-9][0-9]{0,15}$/.test(position) ? await database().prisma.auditEntry.findUnique({ where: { position: BigInt(position) } }) : null;
  if (row === null) throw new Problem("not_found", "The audit has no entry at this position.");
  return presentEntry(row);
}

/** The newest entry's place and hash: what to note outside. */
export async function getAuditHead(actor: Actor): Promise<AuditHead> {
  requirePermission(actor, "audit.read");
  return readAuditHead();
}

/** The same for our own processes. */
export async function readAuditHead(): Promise<AuditHead> {
  const row = await database().prisma.auditEntry.findFirst({ orderBy: { position: "desc" } });
  if (row === null) return { position: 0, hash: Buffer.from(genesisHash).toString("hex"), at: null, anchor: null };
  return { position: Number(row.position), hash: Buffer.from(row.hash).toString("hex"), at: row.at.toISOString(), anchor: anchorText(row) };
}

function positionOf(cursor: string): bigint {
  const digits = /^aud_([1-9][0-9]{0,17})$/.exec(readCursor(cursor) ?? "")?.[1];
  return digits === undefined ? refuseCursor() : BigInt(digits);
}

function byActor(text: string | undefined) {
  if (text === undefined) return {};
  const actorId = parsePublicId("user", text) ?? parsePublicId("apiKey", text);
  return actorId === null ? { actorType: text } : { actorId };
}

function byAction(text: string | undefined) {
  if (text === undefined) return {};
  return { action: text.endsWith(".*") ? { startsWith: text.slice(0, -1) } : text };
}

function bySubject(text: string | undefined) {
  if (text === undefined) return {};
  const id = nouns.map((noun) => parsePublicId(noun, text)).find((uuid) => uuid !== null);
  return id === undefined ? { subjectType: text } : { subjectId: id };
}

const nouns = Object.keys(idPrefixes).filter((name): name is IdNoun => Object.hasOwn(idPrefixes, name));
