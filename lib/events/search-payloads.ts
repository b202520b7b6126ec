import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { firstIdAt, idTime, publicId } from "#lib/platform/ids";
import { cursorId, writeCursor } from "#lib/platform/keyset";
import { momentText, pageQueryMembers, publicIdText, searchText } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { findEventsByIds } from "./event-rows.sql.ts";
import { eventShape } from "./event-shape.ts";
import { presentEvent } from "./present-event.ts";
import { searchPiece } from "./search-payloads.sql.ts";

const longestDays = 31;
const dayMs = 86_400_000;
const pieceRows = 2_000;
const mostRows = 100_000;
const mostMs = 1_500;

/** `GET /events/search`. */
export const payloadQuery = z.strictObject({
  text: searchText(200).refine((text) => text.trim().length >= 3, "must be at least 3 characters").meta({ description: "What the payload holds, exactly, capitals included" }),
  from: momentText.meta({ description: "Received at or after" }),
  to: momentText.meta({ description: `Received before; at most ${String(longestDays)} days after from` }),
  sourceId: publicIdText("source").optional(),
  ...pageQueryMembers,
});
export type PayloadQuery = z.output<typeof payloadQuery>;

export const payloadSearchShape = z
  .object({
    data: z.array(eventShape),
    nextCursor: z.string().nullable().meta({ description: "Not null: only what was received since searchedFrom was looked at; go on with it, also where data is empty" }),
    searchedFrom: z.iso.datetime().meta({ description: "Everything from here to the end of the range (or to where the page before ended) was looked at" }),
  })
  .meta({ id: "PayloadSearch" });
export type PayloadSearch = z.infer<typeof payloadSearchShape>;

/** Events whose payload holds a text, newest first, as far as a person waits: the answer says how far back that was. */
export async function searchPayloads(actor: Actor, query: PayloadQuery): Promise<PayloadSearch> {
  requirePermission(actor, "events.read");
  const fromId = firstIdAt(rangeStart(query));
  const startMs = systemClock.now();
  const found = new Set<string>();
  let toId = cursorId("request", query.cursor) ?? firstIdAt(Date.parse(query.to));
  let isDone = false;
  for (let searched = 0; !isDone && found.size < query.limit && searched < mostRows && systemClock.now() - startMs < mostMs; searched += pieceRows) {
    const { eventIds, lastId } = await searchPiece(database().pool, { fromId, toId, sourceId: query.sourceId }, writtenForms(query.text), { requests: pieceRows, finds: query.limit - found.size });
    for (const id of eventIds) found.add(id);
    if (lastId === null) isDone = true;
    else toId = lastId;
  }
  const rows = await findEventsByIds(database().pool, [...found]);
  return {
    data: rows.toReversed().map(presentEvent),
    nextCursor: isDone ? null : writeCursor(publicId("request", toId)),
    searchedFrom: new Date(isDone ? rangeStart(query) : idTime(toId)).toISOString(),
  };
}

function rangeStart({ from, to }: PayloadQuery): number {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (fromMs < toMs && toMs - fromMs <= longestDays * dayMs) return fromMs;
  const message = fromMs < toMs ? `must be at most ${String(longestDays)} days before to` : "must be before to";
  throw new Problem("bad_input", "Payloads are read one by one: name a range of time that is not too long, and go on from there.", { errors: [{ path: "from", message }] });
}

/** As UTF-8, and as JSON writers that stick to ASCII put it. */
function writtenForms(text: string): Buffer[] {
  const escaped = text.replaceAll(/[^\u0020-\u007e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return [Buffer.from(text, "utf8"), ...(escaped === text ? [] : [Buffer.from(escaped, "ascii")])];
}
