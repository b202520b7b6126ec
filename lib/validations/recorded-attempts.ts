import { database, type Prisma } from "#lib/platform/database/client";
import { firstIdAt, idTime } from "#lib/platform/ids";
import type { Attempt } from "./attempt.ts";
import type { RecordedAttempt } from "./decide-again.ts";
import { storedAttempt } from "./stored-attempt.ts";

const pieceRows = 2_000;
/** Older payments than these many are not remembered for velocity. */
const mostRemembered = 50_000;

/** Where the latest so many attempts of a time begin, and whether there are earlier ones in it. */
export async function firstOfLatest(sourceId: string, { fromMs, toMs, most }: { readonly fromMs: number; readonly toMs: number; readonly most: number }): Promise<{ readonly id: string; readonly hasMore: boolean }> {
  const from = firstIdAt(fromMs);
  const latest = await database().prisma.validation.findMany({ where: { sourceId, id: { gte: from, lt: firstIdAt(toMs) } }, orderBy: { id: "desc" }, skip: most - 1, take: 2, select: { id: true } });
  return { id: latest[0]?.id ?? from, hasMore: latest.length > 1 };
}

/** Attempts from one on, oldest first, in pieces. */
export async function* recordedBetween(sourceId: string, firstId: string, toMs: number): AsyncGenerator<readonly RecordedAttempt[]> {
  const end = firstIdAt(toMs);
  for await (const rows of piecesOf({ sourceId }, firstId, end)) {
    yield rows.map(({ id, action, rule, input, handOverUrl, handOverOutcome }): RecordedAttempt => {
      const said = action === "approve" ? "approve" : "decline";
      return { id, atMs: idTime(id), attempt: storedAttempt(input), action: said, rule, answered: handOverUrl !== null && handOverOutcome === "answered" ? { url: handOverUrl, action: said } : null };
    });
  }
}

/** Attempts that went through before one, as far back as windows reach, oldest first. */
export async function* countedBefore(sourceId: string, beforeId: string, windowMs: number): AsyncGenerator<{ readonly attempt: Attempt; readonly atMs: number }> {
  const earliest = firstIdAt(idTime(beforeId) - windowMs);
  const { prisma } = database();
  const first = await prisma.validation.findMany({ where: { sourceId, counted: true, id: { gte: earliest, lt: beforeId } }, orderBy: { id: "desc" }, skip: mostRemembered - 1, take: 1, select: { id: true } });
  for await (const rows of piecesOf({ sourceId, counted: true }, first[0]?.id ?? earliest, beforeId)) {
    for (const { id, input } of rows) yield { attempt: storedAttempt(input), atMs: idTime(id) };
  }
}

const parts = { id: true, action: true, rule: true, input: true, handOverUrl: true, handOverOutcome: true } as const;
type Row = Prisma.ValidationGetPayload<{ select: typeof parts }>;

async function* piecesOf(where: Prisma.ValidationWhereInput, firstId: string, endId: string): AsyncGenerator<readonly Row[]> {
  let from: Prisma.UuidFilter = { gte: firstId };
  for (;;) {
    const rows: readonly Row[] = await database().prisma.validation.findMany({ where: { ...where, id: { ...from, lt: endId } }, orderBy: { id: "asc" }, take: pieceRows, select: parts });
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pieceRows) return;
    from = { gt: last.id };
  }
}
