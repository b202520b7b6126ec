import type { Pool } from "pg";
import { findForgottenEvents } from "#lib/events/normalise-events.sql";
import { firstIdAt } from "#lib/platform/ids";
import { addProcessEventsJob } from "./add-process-events-job.sql.ts";

const forgottenAfterMs = 30_000;
const eventsPerRound = 5_000;
const eventsPerJob = 200;

/** The truth is the events' own state: those that waited too long get a new job, whatever became of their first. */
export async function adoptForgottenEvents(pool: Pool, nowMs: number): Promise<void> {
  const ids = await findForgottenEvents(pool, firstIdAt(nowMs - forgottenAfterMs), eventsPerRound);
  for (let from = 0; from < ids.length; from += eventsPerJob) {
    await addProcessEventsJob(pool, ids.slice(from, from + eventsPerJob));
  }
}
