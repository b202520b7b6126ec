import type { Pool, PoolClient } from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { log } from "#lib/platform/log";
import { LargePayments } from "./large-payments.ts";
import { type Message, readMessage } from "./read-message.ts";
import { project, type ProjectedEvent } from "./project.ts";
import { loadMessages } from "./stored-messages.sql.ts";
import { markFailed } from "./write-events.sql.ts";

export interface ProjectOptions {
  /** Runs with the events that are read for the first time, in the same transaction before its commit. */
  readonly afterProjecting?: (client: PoolClient, projected: readonly ProjectedEvent[]) => Promise<void>;
}

/**
 * Reads events and folds the payments that they are about, all in one transaction. An event that cannot be read, or whose
 * payment cannot be written, is set aside with its error while its neighbours go on. Events that were read before are read
 * again with the settings of now. Rejects only when the database is away, and then changes nothing.
 */
export async function projectEvents(pool: Pool, eventIds: readonly string[], options: ProjectOptions = {}): Promise<void> {
  const messages: Message[] = [];
  for (const row of await loadMessages(pool, eventIds)) {
    try {
      messages.push(readMessage(row));
    } catch (error) {
      await setAside(pool, row.id, error);
    }
  }
  // Where not all of them can be written, the older ones are.
  messages.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  for (const part of large.othersFirst(messages)) await projectSet(pool, part, options);
}

/** What this process learnt; another one learns it by itself. */
const large = new LargePayments();

const mostAttempts = 5;
/** Longer with each attempt: others are done in far less. */
const pauseMs = 20;

async function projectSet(pool: Pool, messages: readonly Message[], options: ProjectOptions, attempt = 1): Promise<void> {
  if (messages.length === 0) return;
  try {
    await inTransaction(pool, async (client) => {
      const { projected, groups } = await project(client, messages, []);
      large.note(groups);
      if (projected.length > 0) await options.afterProjecting?.(client, projected);
    });
  } catch (error) {
    if (isUnavailable(error) && !isContention(error)) throw error;
    if (messages.length > 1) {
      // Halved until what cannot be written stands alone, or until nobody is in the way any more.
      const middle = Math.ceil(messages.length / 2);
      await projectSet(pool, messages.slice(0, middle), options);
      await projectSet(pool, messages.slice(middle), options);
    } else if (!isContention(error)) await setAside(pool, messages[0]?.row.id ?? "", error);
    else if (attempt >= mostAttempts) throw error;
    else {
      await sleep(pauseMs * attempt);
      await projectSet(pool, messages, options, attempt + 1);
    }
  }
}

/** A deadlock, a serialization failure, or more locks at once than there is room for. */
function isContention(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && (error.code === "40P01" || error.code === "40001" || error.code === "53200");
}

async function setAside(pool: Pool, id: string, error: unknown): Promise<void> {
  if (isUnavailable(error)) throw error;
  log().error({ eventId: id, err: error }, "an event could not be read and was set aside");
  await markFailed(pool, id, error instanceof Error ? error.message.slice(0, 500) : "unknown error");
}
