import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers } from "#lib/platform/page-query";
import { parsePublicId } from "#lib/platform/ids";
import { readSources } from "./read-sources.ts";
import type { Source } from "./source-shape.ts";

/** `GET /sources`. */
export const sourcesQuery = z.strictObject({ mode: z.enum(["test", "live"]).optional(), ...pageQueryMembers });
export type SourcesQuery = z.output<typeof sourcesQuery>;

/** Newest first, paused and archived ones included. Without a query: the first 200. */
export async function listSources(actor: Actor, query: Partial<SourcesQuery> = {}): Promise<Page<Source>> {
  requirePermission(actor, "sources.read");
  const limit = query.limit ?? 200;
  const after = cursorId("source", query.cursor);
  const sources = await readSources(
    database().prisma,
    {
      where: { ...(query.mode === undefined ? {} : { mode: query.mode }), ...(after === null ? {} : { id: { lt: after } }) },
      orderBy: { id: "desc" },
      take: limit + 1,
    },
    may(actor, "sources.readDetails"),
  );
  const byUuid = sources.map((source) => ({ id: parsePublicId("source", source.id) ?? source.id, source }));
  return toPage("source", byUuid, limit, ({ source }) => source);
}
