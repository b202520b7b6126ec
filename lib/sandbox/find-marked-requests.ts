import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { firstIdAt, publicId } from "#lib/platform/ids";
import { z } from "zod";
import { markHeader } from "./post-to-own-door.ts";

const lines = z.array(z.tuple([z.string(), z.string()]));
/** The clock of the door may be a moment off. */
const aroundMs = 2_000;
/** A busy test source: what does not stand among these is left without its link. */
const mostLooked = 1_000;

/** What is kept of a validation is written after its answer: so long it is waited for. */
const looks = 20;
const betweenLooksMs = 50;

/** The kept requests of a source by their marks, among those of the time since which they were sent. `late`: the marks of those that are written only after their answer. */
export async function findMarkedRequests(sourceId: string, fromMs: number, late: readonly string[]): Promise<ReadonlyMap<string, string>> {
  let found = await look(sourceId, fromMs);
  for (let times = 1; times < looks && !late.every((mark) => found.has(mark)); times += 1) {
    await sleep(betweenLooksMs);
    found = await look(sourceId, fromMs);
  }
  return found;
}

async function look(sourceId: string, fromMs: number): Promise<ReadonlyMap<string, string>> {
  const requests = await database().prisma.request.findMany({
    where: { sourceId, id: { gte: firstIdAt(fromMs - aroundMs), lt: firstIdAt(systemClock.now() + aroundMs) } },
    select: { id: true, headers: true },
    orderBy: { id: "desc" },
    take: mostLooked,
  });
  return new Map(requests.flatMap(({ id, headers }) => {
    const mark = lines.safeParse(headers).data?.find(([name]) => name.toLowerCase() === markHeader)?.[1];
    return mark === undefined ? [] : [[mark, publicId("request", id)] as const];
  }));
}
