import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { z } from "zod";
import { normaliseEvents } from "#lib/events/normalise-events";

const processEvents = z.object({ eventIds: z.array(z.uuid()) });

/** What the worker can do, by the names that jobs carry. A job is a wake-up: the truth stands in the rows it names. */
export function taskList(pool: Pool): TaskList {
  return {
    process_events: async (payload) => {
      await normaliseEvents(pool, processEvents.parse(payload).eventIds);
    },
  };
}
