import { database } from "#lib/platform/database/client";
import { firstIdAt, publicId } from "#lib/platform/ids";
import { z } from "zod";
import { markHeader } from "./post-to-own-door.ts";

const lines = z.array(z.tuple([z.string(), z.string()]));
/** The clock of the door may be a moment off. */
const aroundMs = 2_000;
/** A busy test source: what does not stand among these is left without its link. */
const mostLooked = 1_000;

/** The kept requests of a source by their marks, among those of the time in which they were sent. */
export async function findMarkedRequests(sourceId: string, fromMs: number, toMs: number): Promise<ReadonlyMap<string, string>> {
  const requests = await database().prisma.request.findMany({
    where: { sourceId, id: { gte: firstIdAt(fromMs - aroundMs), lt: firstIdAt(toMs + aroundMs) } },
    select: { id: true, headers: true },
    orderBy: { id: "desc" },
    take: mostLooked,
  });
  return new Map(requests.flatMap(({ id, headers }) => {
    const mark = lines.safeParse(headers).data?.find(([name]) => name.toLowerCase() === markHeader)?.[1];
    return mark === undefined ? [] : [[mark, publicId("request", id)] as const];
  }));
}
