import type { Pool, PoolClient } from "pg";
import type { EndpointCache } from "#lib/endpoints/endpoint-cache";
import { endpointMatches } from "#lib/endpoints/endpoint-matches";
import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { idTime, newId } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { findEventFacts } from "./event-facts.sql.ts";
import { partsOfRequests } from "./fan-out.ts";
import { askForApproval, completeReplays, type FeedingReplay, lockReplay, writePiece } from "./feed-replays.sql.ts";
import { insertDeliveries, type NewDelivery } from "./insert-deliveries.sql.ts";
import { filterQuery } from "./replay-input.ts";
import { mostAlone } from "./replay-shape.ts";
import { countEvents, nextEvents, oldestKeptMs } from "./replay-walk.sql.ts";

/** Deliveries of one replay that may wait at once: a pause or an end takes effect soon, and the queue stays short. */
const mostWaiting = 1_000;
const mostAtOnce = 500;
/** What a rate allows for a pause in the feeding, not more. */
const mostSavedMs = 1_000;

/** Makes the next deliveries of running replays, each as far as its rate and what waits of it allow. True where something was made. */
export async function feedReplays(pool: Pool, endpoints: EndpointCache): Promise<boolean> {
  const { all } = await endpoints.get();
  const seen: string[] = [];
  let fed = false;
  for (;;) {
    const step = await inTransaction(pool, (client) => feedNext(client, all, seen));
    if (step === null) break;
    seen.push(step.id);
    fed ||= step.fed;
  }
  await completeReplays(pool);
  return fed;
}

async function feedNext(client: PoolClient, all: readonly OpenEndpoint[], seen: readonly string[]): Promise<{ readonly id: string; readonly fed: boolean } | null> {
  const replay = await lockReplay(client, seen);
  if (replay === null) return null;
  const targets = all.filter(({ id, status }) => status !== "disabled" && replay.endpoint_ids.includes(id));
  const most = budgetOf(replay, targets.length);
  if (most < 1) return { id: replay.id, fed: false };
  const ids = await nextEvents(client, filterQuery(replay.filter), { after: replay.cursor, lastId: replay.last_id }, most);
  const { rows, matched } = await deliveriesOf(client, ids, targets);
  // Endpoints may take more now than when it was planned, and events that failed then may have been read.
  if (replay.made + rows.length > mostAlone + (replay.approved ? replay.total : 0)) {
    await askForApproval(client, replay.id, replay.made + (await countRest(client, replay, targets)));
    log().warn({ replayId: replay.id }, "a replay grew beyond what one person may start, and waits for a second one");
    return { id: replay.id, fed: false };
  }
  const made = rows.length === 0 ? 0 : await insertDeliveries(client, rows, { id: replay.id, url: null });
  const isLast = ids.length < most;
  const lacking = Math.max(0, replay.total - replay.walked - matched);
  const gone = isLast && lacking > 0 && (await isGone(client, replay, ids)) ? lacking : 0;
  await writePiece(client, replay.id, { cursor: ids.at(-1) ?? null, walked: matched, made, gone, isLast });
  return { id: replay.id, fed: made > 0 };
}

async function countRest(client: PoolClient, { filter, cursor, last_id }: FeedingReplay, targets: readonly OpenEndpoint[]): Promise<number> {
  const groups = await countEvents(client, filterQuery(filter), { after: cursor, lastId: last_id });
  return groups.reduce((sum, group) => sum + group.count * targets.filter((endpoint) => endpointMatches(endpoint, group)).length, 0);
}

/** Whether months were dropped under way, rather than endpoints changed since it was planned. */
async function isGone(client: PoolClient, { cursor }: FeedingReplay, ids: readonly string[]): Promise<boolean> {
  return cursor === null ? ids.length === 0 : (await oldestKeptMs(client)) > idTime(cursor);
}

/** Events to take now, each of which can mean a delivery for every target. */
function budgetOf({ rate_per_second, since_fed_ms, waiting }: FeedingReplay, targets: number): number {
  const each = Math.max(1, targets);
  const room = Math.min(mostAtOnce, Math.floor((mostWaiting - waiting) / each));
  if (rate_per_second === null) return room;
  const allowed = (rate_per_second * Math.min(mostSavedMs, since_fed_ms)) / 1000;
  // A rate below the number of targets still lets one event out, once it has waited for all of them.
  const byRate = allowed >= each ? Math.floor(allowed / each) : since_fed_ms >= (each * 1000) / rate_per_second ? 1 : 0;
  return Math.min(room, byRate);
}

async function deliveriesOf(client: PoolClient, ids: readonly string[], targets: readonly OpenEndpoint[]): Promise<{ readonly rows: NewDelivery[]; readonly matched: number }> {
  const events = ids.length === 0 ? [] : await findEventFacts(client, ids);
  const sentAsPart = await partsOfRequests(client, events, targets);
  const rows: NewDelivery[] = [];
  let matched = 0;
  for (const event of events) {
    for (const endpoint of targets) {
      if (!endpointMatches(endpoint, event)) continue;
      matched += 1;
      if (!sentAsPart(event, endpoint)) rows.push({ id: newId(), eventId: event.id, targetId: endpoint.id, heldSourceId: event.paused ? event.sourceId : null });
    }
  }
  return { rows, matched };
}
