import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { firstIdAt, idTime, publicId } from "#lib/platform/ids";
import { cursorId, writeCursor } from "#lib/platform/keyset";
import { momentText, pageQueryMembers, publicIdText, searchText } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { findEventsByIds } from "./event-rows.sql.ts";
import { maskPersonal } from "./mask-personal.ts";
import { longestSearchDays, type PayloadSearch, shortestSearch } from "./payload-search-shape.ts";
import { presentEvent } from "./present-event.ts";
import { type PayloadHit, readBodies, searchPiece } from "./search-payloads.sql.ts";

const dayMs = 86_400_000;
const pieceRows = 2_000;
const mostRows = 100_000;
const mostMs = 1_500;
/** Bodies in memory at once, where they are masked before they are looked at. */
const bodiesAtOnce = 20;

/** `GET /events/search`. */
export const payloadQuery = z.strictObject({
  text: searchText(200).refine((text) => text.trim().length >= shortestSearch, `must be at least ${String(shortestSearch)} characters`).meta({ description: "What the payload holds, exactly, capitals included; without the right to unmask, what it holds beside personal fields" }),
  from: momentText.meta({ description: "Received at or after" }),
  to: momentText.meta({ description: `Received before; at most ${String(longestSearchDays)} days after from` }),
  sourceId: publicIdText("source").optional(),
  mode: z.enum(["test", "live"]).optional(),
  ...pageQueryMembers,
});
export type PayloadQuery = z.output<typeof payloadQuery>;

/** Events whose payload holds a text, newest first, as far as a person waits: the answer says how far back that was. */
export async function searchPayloads(actor: Actor, query: PayloadQuery): Promise<PayloadSearch> {
  requirePermission(actor, "events.read");
  const mayUnmask = may(actor, "personal.read");
  const fromId = firstIdAt(rangeStart(query));
  const startMs = systemClock.now();
  const { pool } = database();
  const texts = writtenForms(query.text);
  const found = new Set<string>();
  let toId = cursorId("request", query.cursor) ?? firstIdAt(Date.parse(query.to));
  let isDone = false;
  for (let searched = 0; !isDone && found.size < query.limit && searched < mostRows && systemClock.now() - startMs < mostMs; searched += pieceRows) {
    const wanted = query.limit - found.size;
    const { hits, lastId } = await searchPiece(pool, { fromId, toId, sourceId: query.sourceId, mode: query.mode }, texts.map((text) => Buffer.from(text, "utf8")), { requests: pieceRows, hits: mayUnmask ? wanted : pieceRows });
    const shown = mayUnmask ? hits : await hitsOutsideMask(hits, texts, wanted);
    for (const id of shown.flatMap(({ eventIds }) => eventIds)) found.add(id);
    // Enough of them: what is older in this piece belongs to the next page.
    const lastShown = shown.length < wanted ? undefined : shown.at(-1);
    if (lastShown !== undefined) toId = lastShown.id;
    else if (lastId === null) isDone = true;
    else toId = lastId;
  }
  const rows = await findEventsByIds(pool, [...found]);
  return {
    data: rows.toReversed().map(presentEvent),
    nextCursor: isDone ? null : writeCursor(publicId("request", toId)),
    searchedFrom: new Date(isDone ? rangeStart(query) : idTime(toId)).toISOString(),
  };
}

/** Those that hold a text where everybody may read: a search that also looked behind the mask would spell out what is there. */
async function hitsOutsideMask(hits: readonly PayloadHit[], texts: readonly string[], wanted: number): Promise<readonly PayloadHit[]> {
  const shown: PayloadHit[] = [];
  for (let at = 0; at < hits.length && shown.length < wanted; at += bodiesAtOnce) {
    const some = hits.slice(at, at + bodiesAtOnce);
    const bodies = await readBodies(database().pool, some.map(({ id }) => id));
    const holds = ({ id }: PayloadHit): boolean => {
      const masked = maskPersonal(bodies.get(id)?.toString("utf8") ?? "");
      return texts.some((text) => masked.includes(text));
    };
    shown.push(...some.filter(holds));
  }
  return shown.slice(0, wanted);
}

function rangeStart({ from, to }: PayloadQuery): number {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (fromMs < toMs && toMs - fromMs <= longestSearchDays * dayMs) return fromMs;
  const message = fromMs < toMs ? `must be at most ${String(longestSearchDays)} days before to` : "must be before to";
  throw new Problem("bad_input", "Payloads are read one by one: name a range of time that is not too long, and go on from there.", { errors: [{ path: "from", message }] });
}

/** As it is, and as JSON writers that stick to ASCII put it. */
function writtenForms(text: string): string[] {
  const escaped = text.replaceAll(/[^\u0020-\u007e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return escaped === text ? [text] : [text, escaped];
}
