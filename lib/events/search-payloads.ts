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
import { readableBody } from "./readable-body.ts";
import { type PayloadHit, readBodies, searchPiece } from "./search-payloads.sql.ts";

const dayMs = 86_400_000;
/** How many requests one statement looks at: a body may have a megabyte or a kilobyte, which the first piece tells. */
const firstRows = 200;
const fewestRows = 20;
const mostRowsAtOnce = 2_000;
const mostRows = 100_000;
const mostMs = 1_500;
const pieceMs = 300;
/** Bodies in memory at once, where they are masked before they are looked at. */
const bodiesAtOnce = 8;

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
  let rows = firstRows;
  const isLate = (): boolean => systemClock.now() - startMs >= mostMs;
  for (let searched = 0; !isDone && found.size < query.limit && searched < mostRows && !isLate(); searched += rows) {
    const wanted = query.limit - found.size;
    const pieceStartMs = systemClock.now();
    const { hits, lastId } = await searchPiece(pool, { fromId, toId, sourceId: query.sourceId, mode: query.mode }, texts.map((text) => Buffer.from(text, "utf8")), { requests: rows, hits: mayUnmask ? wanted : rows });
    const { shown, stoppedAt } = mayUnmask ? { shown: hits, stoppedAt: hits.length < wanted ? null : (hits.at(-1)?.id ?? null) } : await hitsOutsideMask(hits, texts, wanted, isLate);
    for (const id of shown.flatMap(({ eventIds }) => eventIds)) found.add(id);
    // Enough of them, or no time for more: what is older in this piece belongs to the next page.
    if (stoppedAt !== null) toId = stoppedAt;
    else if (lastId === null) isDone = true;
    else toId = lastId;
    rows = nextRows(rows, systemClock.now() - pieceStartMs);
    if (stoppedAt !== null) break;
  }
  const events = await findEventsByIds(pool, [...found]);
  return {
    data: events.toReversed().map(presentEvent),
    nextCursor: isDone ? null : writeCursor(publicId("request", toId)),
    searchedFrom: new Date(isDone ? rangeStart(query) : idTime(toId)).toISOString(),
  };
}

/** A piece takes about as long as somebody notices no wait, whatever the bodies. */
function nextRows(rows: number, tookMs: number): number {
  if (tookMs > pieceMs) return Math.max(fewestRows, Math.floor(rows / 2));
  return tookMs < pieceMs / 2 ? Math.min(mostRowsAtOnce, rows * 2) : rows;
}

interface MaskedHits {
  readonly shown: readonly PayloadHit[];
  /** The last that was looked at, where it is not the last of all. */
  readonly stoppedAt: string | null;
}

/**
 * Those that hold a text where everybody may read: a search that also looked behind the mask would spell out what is there.
 * Masking is work: the time is asked after each body, and at least one is looked at.
 */
async function hitsOutsideMask(hits: readonly PayloadHit[], texts: readonly string[], wanted: number, isLate: () => boolean): Promise<MaskedHits> {
  const shown: PayloadHit[] = [];
  for (let at = 0; at < hits.length; at += bodiesAtOnce) {
    const some = hits.slice(at, at + bodiesAtOnce);
    const bodies = await readBodies(database().pool, some.map(({ id }) => id));
    for (const hit of some) {
      const read = readableBody(bodies.get(hit.id) ?? new Uint8Array(0));
      const masked = read === null ? "" : maskPersonal(read.text);
      if (texts.some((text) => masked.includes(text))) shown.push(hit);
      if (shown.length >= wanted || isLate()) return { shown, stoppedAt: hit.id };
    }
  }
  return { shown, stoppedAt: null };
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
