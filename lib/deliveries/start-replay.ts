import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { newId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { planReplay, type ReplayPlan } from "./plan-replay.ts";
import { presentReplay } from "./present-replay.ts";
import { replayCreator } from "./replay-creator.ts";
import { filterQuery, replayInput } from "./replay-input.ts";
import { mostAlone, type Replay } from "./replay-shape.ts";
import { replayTargets } from "./replay-targets.ts";

export type StartedReplay = { readonly plan: ReplayPlan } | { readonly replay: Replay };

/** Sends again what a filter finds, or says what that would be. */
export async function startReplay(actor: Actor, rawInput: unknown): Promise<StartedReplay> {
  requirePermission(actor, "replays.write");
  const { filter, endpointIds, ratePerSecond, reason, dryRun } = parseInput(replayInput, rawInput);
  // Whose address it is would show in the count.
  if ([filter["q"], filter["reference"]].some((word) => word?.includes("@") === true)) requirePermission(actor, "personal.read");
  const endpoints = await replayTargets(endpointIds);
  // Nothing received after this moment belongs to it.
  const lastId = newId();
  const plan = await planReplay(filterQuery(filter), endpoints, lastId);
  if (dryRun) return { plan };
  if (reason === undefined) throw new Problem("bad_input", "Say why: the reason stands in the audit. Nothing was sent.", { errors: [{ path: "reason", message: "must say why" }] });
  if (endpoints.length === 0) throw new Problem("conflict", "There is no endpoint to send to: create one, or enable one that is disabled. Nothing was sent.");
  const replay = await storeReplay(actor, { filter, endpointIds: endpoints.map(({ id }) => id), ratePerSecond: ratePerSecond ?? null, reason, total: plan.count, lastId });
  return { replay };
}

const storeReplay = command({
  permission: "replays.write",
  input: z.object({ filter: z.record(z.string(), z.string()), endpointIds: z.array(z.uuid()), ratePerSecond: z.number().nullable(), reason: z.string(), total: z.number(), lastId: z.uuid() }),
  run: async ({ actor, tx }, input): Promise<CommandResult<Replay>> => {
    const state = input.total > mostAlone ? "awaiting_approval" : "running";
    const record = await tx.replay.create({ data: { ...input, id: newId(), state, createdBy: actor.name, createdById: await replayCreator(tx, actor) } });
    const { endpointIds, ratePerSecond, reason, total } = input;
    // What was searched for may be about a person, and the audit is never erased.
    const { q, reference, ...filter } = input.filter;
    const searched = q !== undefined || reference !== undefined;
    return { output: presentReplay(record, may(actor, "deliveries.readDetails")), audit: { action: "replay.start", subjectType: "replay", subjectId: record.id, details: { filter, searched, endpointIds, ratePerSecond, reason, total, state } } };
  },
});
