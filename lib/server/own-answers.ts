import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "#lib/providers/provider";
import { installation } from "#lib/platform/installation";
import { mayReadMetrics } from "#lib/stats/metrics-access";
import { blockedMs, databaseReadiness } from "#lib/stats/readiness";
import { writeAnswer } from "./fast-door.ts";
import { type Group, metricsText } from "./group.ts";

const paths = ["/api/health/live", "/api/health/ready", "/api/metrics"] as const;

/** What the front answers for all processes together, as the routes of the same paths do where there is one; `null`: it is another path. */
export function ownPathOf({ url = "/" }: IncomingMessage): (typeof paths)[number] | null {
  const path = url.split("?", 1)[0];
  return paths.find((own) => own === path) ?? null;
}

export async function answerOwn(path: (typeof paths)[number], request: IncomingMessage, response: ServerResponse, group: Group): Promise<void> {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const answer = !isRead ? json(405, null) : path === "/api/health/live" ? json(200, { status: "live" }) : path === "/api/health/ready" ? await ready(group) : await figures(request, group);
  request.resume();
  writeAnswer(response, answer, request.method === "HEAD");
}

/**
 * Ready is a server of which a door can take messages. A door that ended is being replaced, and others take what comes
 * meanwhile; one that runs and does not answer is blocked, and messages wait in it. The pages make no receiver unready.
 */
async function ready(group: Group): Promise<Answer> {
  const [database, members] = await Promise.all([databaseReadiness(), group.loops().catch(() => [])]);
  const doors = members.filter(({ takesMessages }) => takesMessages);
  const isBlocked = ({ isRunning, loopDelayMs }: (typeof doors)[number]): boolean => isRunning && (loopDelayMs === null || loopDelayMs >= blockedMs);
  const isReady = database.database === "reachable" && doors.some(({ isRunning }) => isRunning) && !doors.some(isBlocked);
  const eventLoopDelayMs = Math.max(0, ...doors.map(({ loopDelayMs }) => loopDelayMs ?? 0));
  return json(isReady ? 200 : 503, { ready: isReady, eventLoopDelayMs, ...database, processes: members.map(({ name, isRunning, loopDelayMs }) => ({ name, state: !isRunning ? "starting" : loopDelayMs === null ? "blocked" : "running", eventLoopDelayMs: loopDelayMs })) });
}

async function figures(request: IncomingMessage, group: Group): Promise<Answer> {
  if (!mayReadMetrics(installation().metricsToken, request.headers.authorization ?? "")) return { status: 404, headers: {}, body: "" };
  const { contentType, text } = await metricsText(await group.metrics());
  return { status: 200, headers: { "content-type": contentType }, body: text };
}

function json(status: number, value: unknown): Answer {
  return { status, headers: status === 405 ? { allow: "GET, HEAD" } : { "content-type": "application/json" }, body: value === null ? "" : JSON.stringify(value) };
}
