import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { z } from "zod";
import { housekeep } from "./housekeep.ts";

const processEvents = z.object({ eventIds: z.array(z.uuid()) });

/**
 * What the worker does beside working off new events, by the names that jobs carry. A job is a wake-up: the truth stands
 * in the rows it names.
 */
export function taskList(pool: Pool, workOn: (eventIds: readonly string[]) => Promise<void>): TaskList {
  return {
    // Old ones that somebody wants read again: they wait for no sweep.
    process_events: (payload) => workOn(processEvents.parse(payload).eventIds),
    housekeep: () => housekeep(pool, Date.now()),
  };
}
