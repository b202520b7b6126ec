import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { z } from "zod";
import { markRepeats, tellsTwice } from "#lib/events/mark-repeats";
import { normaliseEvents } from "#lib/events/normalise-events";
import { SharedSets } from "./shared-sets.ts";

const processEvents = z.object({ eventIds: z.array(z.uuid()) });

/** What the worker can do, by the names that jobs carry. A job is a wake-up: the truth stands in the rows it names. */
export function taskList(pool: Pool): TaskList {
  const sets = new SharedSets(async (ids) => {
    const read = await normaliseEvents(pool, ids);
    await markRepeats(pool, read.filter(({ provider }) => tellsTwice(provider)).map(({ id }) => id));
  });
  return {
    process_events: async (payload, { job }) => {
      const { eventIds } = processEvents.parse(payload);
      await sets.add(eventIds);
      // A worker that died between the two steps left events that were read and not marked.
      if (job.attempts > 1) await markRepeats(pool, eventIds);
    },
  };
}
