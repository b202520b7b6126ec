import { z } from "zod";
import { listReplays, getReplay, replaysQuery } from "#lib/deliveries/read-replays";
import { replayEvent, replayEventInput } from "#lib/deliveries/replay-event";
import { replayInput } from "#lib/deliveries/replay-input";
import { replayedEventShape, replayPlanShape, replayShape } from "#lib/deliveries/replay-shape";
import { startReplay } from "#lib/deliveries/start-replay";
import { approveReplay, cancelReplay, pauseReplay, resumeReplay } from "#lib/deliveries/steer-replay";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "rpl_…" }) });

export const replayEventRoute = defineRoute({
  method: "POST",
  path: "/events/{id}/replay",
  summary: "Send an event again",
  description: "As it was: the stored bytes, or the transaction as it stood then; same id, new timestamp, header countersign-replay. With url a copy goes to a URL that is no endpoint, and nothing else is touched; since it holds personal fields, a key needs personal:read for it. Stands in the audit.",
  permission: "replays.write",
  params: z.object({ id: z.string().meta({ description: "evt_…" }) }),
  body: replayEventInput,
  responses: { 202: replayedEventShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 202, body: await replayEvent(actor, id, body) }),
});

export const listReplaysRoute = defineRoute({
  method: "GET",
  path: "/replays",
  summary: "What was sent again",
  permission: "replays.read",
  query: replaysQuery,
  responses: { 200: page(replayShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listReplays(actor, query) }),
});

export const startReplayRoute = defineRoute({
  method: "POST",
  path: "/replays",
  summary: "Send many events again, or to a new endpoint what it missed",
  description: "With dryRun, which answers 200, it says what would be sent where. More than 10000 deliveries wait for the approval of a second person. Oldest first, behind new events. Stands in the audit.",
  permission: "replays.write",
  body: replayInput,
  responses: { 200: replayPlanShape, 202: replayShape },
  run: async ({ actor, body }) => {
    const started = await startReplay(actor, body);
    return "plan" in started ? { status: 200, body: started.plan } : { status: 202, body: started.replay };
  },
});

export const getReplayRoute = defineRoute({
  method: "GET",
  path: "/replays/{id}",
  summary: "How far a replay is",
  permission: "replays.read",
  params,
  responses: { 200: replayShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getReplay(actor, id) }),
});

export const approveReplayRoute = defineRoute({
  method: "POST",
  path: "/replays/{id}/approve",
  summary: "Let a large replay begin",
  description: "By somebody other than who asked for it. Where there is only one operator or admin, that person proves the password again instead. Stands in the audit.",
  permission: "replays.write",
  params,
  responses: { 200: replayShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await approveReplay(actor, { id }) }),
});

export const pauseReplayRoute = defineRoute({
  method: "POST",
  path: "/replays/{id}/pause",
  summary: "Hold a running replay",
  description: "What was handed over already, up to a thousand deliveries, still goes. Stands in the audit.",
  permission: "replays.write",
  params,
  responses: { 200: replayShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await pauseReplay(actor, { id }) }),
});

export const resumeReplayRoute = defineRoute({
  method: "POST",
  path: "/replays/{id}/resume",
  summary: "Go on with a paused replay",
  permission: "replays.write",
  params,
  responses: { 200: replayShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await resumeReplay(actor, { id }) }),
});

export const cancelReplayRoute = defineRoute({
  method: "POST",
  path: "/replays/{id}/cancel",
  summary: "End a replay",
  description: "With everything of it that waits. Stands in the audit.",
  permission: "replays.write",
  params,
  responses: { 200: replayShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await cancelReplay(actor, { id }) }),
});
