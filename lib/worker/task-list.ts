import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { z } from "zod";
import { markRepeats } from "#lib/events/mark-repeats";
import { normaliseEvents } from "#lib/events/normalise-events";

const processEvents = z.object({ eventIds: z.array(z.uuid()) });

/** What the worker can do, by the names that jobs carry. A job is a wake-up: the truth stands in the rows it names. */
export function taskList(pool: Pool): TaskList {
  return {
    process_events: async (payload) => {
      const { eventIds } = processEvents.parse(payload);
      await normaliseEvents(pool, eventIds);
      await markRepeats(pool, eventIds);
    },
  };
}
