import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Permission } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requestActor } from "#lib/access/request-actor";
import { describeChanges } from "#lib/alerts/describe-changes";
import { describeAttempts } from "#lib/deliveries/describe-attempts";
import { describeNewRows } from "#lib/events/describe-new-rows";
import { findNewRows } from "#lib/events/new-rows.sql";
import { eventStream } from "#lib/live/event-stream";
import { liveFrames, rowsPerRead } from "#lib/live/live-frames";
import { hasStreamsLeft, registerStream } from "#lib/live/open-streams";
import { openWordWaiter } from "#lib/live/wait-for-word";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { notifications } from "#lib/platform/database/notifications";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { changedTransactions } from "#lib/transactions/changed-transactions";
import { announcedTransaction } from "#lib/transactions/lock-transaction.sql";
import { describeDecisions } from "#lib/validations/describe-decisions";
import { type Caller, defineRoute } from "./define-route.ts";

export const streamRoute = defineRoute({
  method: "GET",
  path: "/stream",
  summary: "What is stored, as it is stored",
  description:
    "Server-sent events: frames `event`, `request`, `transaction`, `delivery`, `validation` and `alert` whose data is a row of the list of that name. A transaction is told with every event of it, and when a person changed it; a delivery with every attempt; an alert with every change of its state. The header Last-Event-ID resumes without loss; the last seconds before a break may be told twice. Ends after 15 minutes: reconnect.",
  permission: "stream.read",
  query: z.object({
    after: z.string().max(100).optional().meta({ description: "Like Last-Event-ID, for browsers, which cannot send that header with their first call. The header wins" }),
  }),
  responses: { 200: z.string() },
  run: ({ actor, query, request }) => Promise.resolve(openStream(actor, request, query.after)),
});

function openStream(actor: Caller, request: Request, after: string | undefined): Response {
  const lastId = frameId("Last-Event-ID", request.headers.get("last-event-id")) ?? frameId("after", after);
  const owner = `${actor.type}:${actor.id}`;
  if (!hasStreamsLeft(owner)) throw new Problem("too_many", "You have too many event streams open here: close some pages or listeners, then try again.", { retryAfterSeconds: 15 });
  const detailed = may(actor, "sources.readDetails");
  const kinds = { events: may(actor, "events.read"), requests: may(actor, "requests.read"), transactions: may(actor, "transactions.read"), deliveries: may(actor, "deliveries.read"), validations: may(actor, "validations.read"), alerts: may(actor, "alerts.read") };
  const changedByHand = new Set<string>();
  const waiter = openWordWaiter(notifications(), (payload) => {
    const id = announcedTransaction(payload);
    if (id !== null && kinds.transactions) changedByHand.add(id);
  });
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
    waiter.close();
    forget();
  };
  const forget = registerStream(owner, () => ended.abort());
  ended.signal.addEventListener("abort", waiter.close);
  request.signal.addEventListener("abort", end);
  const frames = liveFrames(
    {
      readFrom: (lowestId) => findNewRows(database().pool, lowestId, kinds, rowsPerRead),
      describe: async (rows) => new Map([...(await describeNewRows(rows, detailed)), ...(await describeAttempts(rows, may(actor, "deliveries.readDetails"))), ...(await describeDecisions(rows, may(actor, "validationRules.read"))), ...(await describeChanges(rows))]),
      changedTransactions: async (eventIds) => {
        const byHand = [...changedByHand];
        changedByHand.clear();
        return kinds.transactions ? changedTransactions(eventIds, byHand) : [];
      },
      waitForWord: waiter.wait,
      sleep: (ms) => sleep(ms, undefined, { signal: ended.signal }).catch(ignoreAbort),
      nowMs: systemClock.now,
      isOpen: () => !ended.signal.aborted,
      mayGoOn: () => isStillAllowed(request, { detailed, ...kinds }),
    },
    lastId,
  );
  return eventStream(frames, end);
}

interface Rights {
  readonly detailed: boolean;
  readonly events: boolean;
  readonly requests: boolean;
  readonly transactions: boolean;
  readonly deliveries: boolean;
  readonly alerts: boolean;
}

/** Sign-out, a revoked key and any right that was taken away end a stream within a beat; the listener reconnects as who it is now. */
async function isStillAllowed(request: Request, { detailed, events, requests, transactions, deliveries, alerts }: Rights): Promise<boolean> {
  try {
    const actor = await requestActor(request);
    const holds = (had: boolean, permission: Permission): boolean => !had || may(actor, permission);
    return may(actor, "stream.read") && holds(detailed, "sources.readDetails") && holds(events, "events.read") && holds(requests, "requests.read") && holds(transactions, "transactions.read") && holds(deliveries, "deliveries.read") && holds(alerts, "alerts.read");
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}

/** Frames carry bare ids; the public ids of events and requests are taken too. */
function frameId(name: "Last-Event-ID" | "after", given: string | null | undefined): string | null {
  const text = given?.trim() ?? "";
  if (text === "") return null;
  const uuid = parsePublicId("event", text) ?? parsePublicId("request", text) ?? parsePublicId("event", `evt_${text}`);
  if (uuid === null) {
    throw new Problem("bad_input", `${name} is not the id of a frame of this stream. Leave it out to start from now.`, {
      errors: [{ path: name, message: "must be the id of a frame, an event or a request" }],
    });
  }
  return uuid;
}
