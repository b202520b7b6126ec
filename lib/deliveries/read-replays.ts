import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { presentReplay } from "./present-replay.ts";
import { type Replay, replayStates } from "./replay-shape.ts";

/** `GET /replays`. */
export const replaysQuery = z.strictObject({ state: z.enum(replayStates).optional(), ...pageQueryMembers });
export type ReplaysQuery = z.output<typeof replaysQuery>;

/** Replays, newest first. */
export async function listReplays(actor: Actor, { state, limit, cursor }: ReplaysQuery): Promise<Page<Replay>> {
  requirePermission(actor, "replays.read");
  const after = cursorId("replay", cursor);
  const rows = await database().prisma.replay.findMany({ where: { ...(state === undefined ? {} : { state }), ...(after === null ? {} : { id: { lt: after } }) }, orderBy: { id: "desc" }, take: limit + 1 });
  return toPage("replay", rows, limit, (row) => presentReplay(row, may(actor, "deliveries.readDetails")));
}

/** One replay and how far it is. Throws `Problem("not_found")`. */
export async function getReplay(actor: Actor, id: string): Promise<Replay> {
  requirePermission(actor, "replays.read");
  const uuid = parsePublicId("replay", id);
  const row = uuid === null ? null : await database().prisma.replay.findUnique({ where: { id: uuid } });
  if (row === null) throw replayNotFound();
  return presentReplay(row, may(actor, "deliveries.readDetails"));
}

export function replayNotFound(): Problem {
  return new Problem("not_found", "There is no replay with this id: check it, or find the replay in the list.");
}
