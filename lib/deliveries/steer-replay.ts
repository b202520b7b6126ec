import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandContext, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { requireStepUp } from "#lib/access/require-step-up";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { cancelReplayed } from "./change-deliveries.sql.ts";
import { presentReplay } from "./present-replay.ts";
import { replayNotFound } from "./read-replays.ts";
import type { Replay, ReplayState } from "./replay-shape.ts";

const input = z.strictObject({ id: z.string() });

/** Lets nothing more of a running replay out; what was handed over already goes. */
export const pauseReplay = command({ permission: "replays.write", input, run: (context, { id }) => steer(context, id, { from: ["running"], to: "paused", action: "replay.pause" }) });

/** Goes on with a paused one. */
export const resumeReplay = command({ permission: "replays.write", input, run: (context, { id }) => steer(context, id, { from: ["paused"], to: "running", action: "replay.resume" }) });

/** Ends a replay, with what waits of it. */
export const cancelReplay = command({
  permission: "replays.write",
  input,
  run: async (context, { id }): Promise<CommandResult<Replay>> => {
    const ended = await steer(context, id, { from: ["awaiting_approval", "running", "paused"], to: "canceled", action: "replay.cancel" });
    const uuid = parsePublicId("replay", id) ?? "";
    await cancelReplayed(context.tx, uuid);
    const record = await context.tx.replay.findUniqueOrThrow({ where: { id: uuid } });
    return { ...ended, output: presentReplay(record, may(context.actor, "deliveries.readDetails")) };
  },
});

/** A second person's word for a large replay; where there is no second person, a fresh password of the only one. */
export const approveReplay = command({
  permission: "replays.write",
  input,
  run: async (context, { id }): Promise<CommandResult<Replay>> => {
    const { actor, tx } = context;
    if (actor.type !== "user") throw new Problem("forbidden", "A replay is approved by a person: sign in to the dashboard.");
    const record = await findReplay(context, id);
    const isOwn = record.createdById === actor.id;
    if (isOwn) await requireToBeAlone(actor, tx);
    // Nobody knows who stood behind the script or the command line.
    else if (record.createdById === null) requireStepUp(actor);
    return steer(context, id, { from: ["awaiting_approval"], to: "running", action: "replay.approve", approvedBy: actor.name, details: { alone: isOwn } });
  },
});

async function requireToBeAlone(actor: Actor, tx: CommandContext["tx"]): Promise<void> {
  const others = await tx.user.count({ where: { role: { in: ["operator", "admin"] }, disabledAt: null, joinedAt: { not: null }, id: { not: "id" in actor ? actor.id : "" } } });
  if (others > 0) throw new Problem("forbidden", "A large replay needs a second person: ask another operator or admin to approve it.");
  requireStepUp(actor);
}

interface Step {
  readonly from: readonly ReplayState[];
  readonly to: ReplayState;
  readonly action: string;
  readonly approvedBy?: string;
  readonly details?: Readonly<Record<string, boolean>>;
}

/** Decided by the update itself: of two steps at once, one finds a state that it does not lead from. */
async function steer(context: CommandContext, id: string, { from, to, action, approvedBy, details = {} }: Step): Promise<CommandResult<Replay>> {
  const before = await findReplay(context, id);
  const data = { state: to, ...(approvedBy === undefined ? {} : { approvedBy }), ...(to === "canceled" ? { finishedAt: new Date() } : {}) };
  const [record] = await context.tx.replay.updateManyAndReturn({ where: { id: before.id, state: { in: [...from] } }, data });
  if (record === undefined) throw new Problem("conflict", `This replay is ${before.state.replaceAll("_", " ")}: that is not possible now.`);
  return { output: presentReplay(record, may(context.actor, "deliveries.readDetails")), audit: { action, subjectType: "replay", subjectId: record.id, details: { ...details, total: record.total } } };
}

async function findReplay({ tx }: CommandContext, id: string) {
  const uuid = parsePublicId("replay", id);
  const record = uuid === null ? null : await tx.replay.findUnique({ where: { id: uuid } });
  if (record === null) throw replayNotFound();
  return record;
}
