import type { TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { housekeep } from "./housekeep.ts";

/**
 * What the worker does beside working off new events, by the names that jobs carry. A job is a wake-up: the truth stands
 * in the rows it names.
 */
export function taskList(pool: Pool): TaskList {
  return {
    housekeep: () => housekeep(pool, Date.now()),
  };
}
