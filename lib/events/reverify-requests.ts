import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { database, type Transaction } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { cursorId, writeCursor } from "#lib/platform/keyset";
import { momentText } from "#lib/platform/page-query";
import { type KeptPrediction, predictKeptRequest, processKeptRequest } from "#lib/receiving/process-kept-request";
import { presentRequest } from "./present-request.ts";
import { findReverifiable } from "./request-rows.sql.ts";
import { requestShape } from "./request-shape.ts";

/** As many as one transaction takes; the rest follows by `nextCursor`. */
const mostAtOnce = 100;
const sampleSize = 10;

/** Body of `POST /requests/reverify`. */
export const reverifyManyInput = z.strictObject({
  filter: z.strictObject({
    sourceId: z.string().refine((id) => parsePublicId("source", id) !== null, "must be an id that starts with src_").optional(),
    outcome: z.enum(["rejected", "quarantined"]).optional().meta({ description: "Both when left out" }),
    reason: z.string().min(1).max(100).optional(),
    from: momentText.optional(),
    to: momentText.optional(),
  }),
  dryRun: z.boolean().default(false).meta({ description: "Only count, show the oldest, and say how many would pass" }),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the call before, to go on" }),
});

export const reverifiedManyShape = z
  .object({
    count: z.number().int().meta({ description: "Requests that the filter finds from the cursor on and that can be verified again" }),
    sample: z.array(requestShape).meta({ description: "The oldest of them" }),
    tried: z.number().int().meta({ description: "How many this call looked at" }),
    released: z.number().int().meta({ description: "Of those tried, how many passed and were processed; of a dry run 0" }),
    wouldPass: z.number().int().meta({ description: "Of those that a dry run looked at, how many would pass" }),
    failing: z.array(z.object({ reason: z.string(), count: z.number().int() })).meta({ description: "Why the others do not pass, the most frequent reason first" }),
    eventIds: z.array(z.string()),
    nextCursor: z.string().nullable().meta({ description: "Not null: there are more; call again with it" }),
  })
  .meta({ id: "ReverifiedMany" });
export type ReverifiedMany = z.infer<typeof reverifiedManyShape>;

/** Verifies many kept requests again, oldest first, up to 100 in one call. A dry run looks at as many and changes nothing. */
export const reverifyRequests = command({
  permission: "requests.reverify",
  input: reverifyManyInput,
  run: async ({ actor, tx }, { filter, dryRun, cursor }): Promise<CommandResult<ReverifiedMany>> => {
    const { rows, total } = await findReverifiable(database().pool, { ...filter, sourceId: parsePublicId("source", filter.sourceId ?? "") }, cursorId("request", cursor), mostAtOnce);
    const sample = rows.slice(0, sampleSize).map((row) => presentRequest(row, may(actor, "sources.readDetails")));
    const looked = dryRun ? await predictAll(tx, rows) : await processAll(tx, rows);
    const last = rows.at(-1);
    const isMore = total > rows.length && last !== undefined;
    const output = { count: total, sample, tried: rows.length, ...looked, nextCursor: isMore ? writeCursor(publicId("request", last.id)) : null };
    return { output, audit: dryRun ? [] : { action: "request.reverify_many", subjectType: "request", subjectId: null, details: { tried: rows.length, released: looked.released, filter: { ...filter } } } };
  },
});

type Looked = Pick<ReverifiedMany, "released" | "wouldPass" | "failing" | "eventIds">;
type Rows = readonly { readonly id: string }[];

async function processAll(tx: Transaction, rows: Rows): Promise<Looked> {
  const eventIds: string[] = [];
  const reasons: string[] = [];
  let released = 0;
  for (const { id } of rows) {
    const verdict = await processKeptRequest(tx, id);
    if (verdict.kind !== "released") {
      reasons.push(reasonOf(verdict));
      continue;
    }
    released += 1;
    eventIds.push(...verdict.eventIds.map((eventId) => publicId("event", eventId)));
  }
  return { released, wouldPass: 0, failing: countReasons(reasons), eventIds };
}

async function predictAll(tx: Transaction, rows: Rows): Promise<Looked> {
  const reasons: string[] = [];
  let wouldPass = 0;
  for (const { id } of rows) {
    const verdict = await predictKeptRequest(tx, id);
    if (verdict.kind === "passes") wouldPass += 1;
    else reasons.push(reasonOf(verdict));
  }
  return { released: 0, wouldPass, failing: countReasons(reasons), eventIds: [] };
}

/** What changed since the list was read, such as that somebody else released it, is told by its kind. */
function reasonOf(verdict: Exclude<KeptPrediction, { readonly kind: "passes" }>): string {
  return "reason" in verdict ? verdict.reason : verdict.kind;
}

function countReasons(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((one, other) => other.count - one.count);
}
