import type { Transaction } from "#lib/platform/database/client";
import type { MessageKind } from "#lib/providers/provider";
import { sourceColumns, toSourceRow, type SourceQueryRow, type SourceRow } from "./find-source.sql.ts";
import type { HeaderLines } from "./kept-headers.ts";
import type { ItemToStore, StoredOutcome } from "./stored-request.ts";

export interface KeptRequest {
  readonly sourceId: string;
  readonly kind: MessageKind;
  readonly receivedAtMs: number;
  readonly outcome: StoredOutcome;
  readonly reason: string | null;
  readonly masked: boolean;
  readonly headers: HeaderLines;
  readonly body: Uint8Array;
}

/** Counter lane of requests that were released by hand; no writer uses it. */
const releaseLane = 98;

export async function lockKeptRequest(tx: Transaction, id: string): Promise<KeptRequest | null> {
  const rows = await tx.$queryRaw<{ source_id: string; kind: MessageKind; received_at: Date; outcome: StoredOutcome; reason: string | null; masked: boolean; headers: HeaderLines; body: Uint8Array }[]>`
    select source_id, kind, received_at, outcome, reason, masked, headers, body from requests where id = ${id}::uuid for update`;
  const [row] = rows;
  if (row === undefined) return null;
  const { source_id, received_at, ...rest } = row;
  return { ...rest, sourceId: source_id, receivedAtMs: received_at.getTime() };
}

export async function readSourceInTransaction(tx: Transaction, sourceId: string): Promise<SourceRow | null> {
  const rows = await tx.$queryRawUnsafe<SourceQueryRow[]>(`select ${sourceColumns}, null as token_expires_at_ms from sources s where s.id = $1::uuid`, sourceId);
  return toSourceRow(rows[0]);
}

export async function markQuarantined(tx: Transaction, id: string, reason: string, keyId: string): Promise<void> {
  await tx.$executeRaw`update requests set outcome = 'quarantined', reason = ${reason}, key_id = ${keyId}::uuid where id = ${id}::uuid`;
}

/** The same as storing a verified request, for one that is stored already. */
export async function releaseRequest(tx: Transaction, id: string, keyId: string, items: readonly ItemToStore[]): Promise<{ outcome: StoredOutcome; eventIds: string[] }> {
  const judged: { eventId: string; fresh: boolean; conflicts: boolean }[] = [];
  for (const [itemIndex, item] of items.entries()) judged.push(await claimIdentity(tx, id, itemIndex, item));
  const outcome: StoredOutcome = judged.some(({ conflicts }) => conflicts) ? "conflict" : judged.length === 0 || judged.some(({ fresh }) => fresh) ? "accepted" : "duplicate";
  const eventIds = judged.map(({ eventId }) => eventId);
  await tx.$executeRaw`
    with released as (
      update requests set outcome = ${outcome}, reason = null, key_id = ${keyId}::uuid, event_ids = ${eventIds}::uuid[]
      where id = ${id}::uuid returning source_id, received_at, body_bytes, key_id
    )
    insert into request_counts as kept (source_id, hour, outcome, key_id, lane, count, bytes, last_at)
    select source_id, date_trunc('hour', received_at, 'UTC'), ${outcome}, key_id, ${releaseLane}::int, 1, body_bytes, received_at from released
    on conflict (source_id, hour, outcome, key_id, lane) do update set
      count = kept.count + 1, bytes = kept.bytes + excluded.bytes, last_at = greatest(kept.last_at, excluded.last_at)`;
  await keepCopies(tx, id, judged);
  if (judged.some(({ fresh }) => fresh)) await tx.$executeRaw`select pg_notify('countersign_live', 'stored')`;
  return { outcome, eventIds };
}

/** Copies of events of which single fields are signed, as the storing statement keeps them. */
async function keepCopies(tx: Transaction, requestId: string, judged: readonly { readonly eventId: string; readonly fresh: boolean; readonly conflicts: boolean }[]): Promise<void> {
  const copies = judged.flatMap(({ eventId, fresh, conflicts }, itemIndex) => (fresh || conflicts ? [] : [{ eventId, itemIndex }]));
  if (copies.length === 0) return;
  const [eventIds, itemIndexes] = [copies.map(({ eventId }) => eventId), copies.map(({ itemIndex }) => itemIndex)];
  await tx.$executeRaw`
    with copied as (
      insert into event_copies (event_id, request_id, item_index)
      select c.event_id, r.id, c.item_index from unnest(${eventIds}::uuid[], ${itemIndexes}::int[]) c(event_id, item_index)
      join requests r on r.id = ${requestId}::uuid
      join events e on e.id = c.event_id join event_identities i on i.source_id = e.source_id and i.identity_hash = e.identity_hash
      where i.content_hash <> r.body_hash
      returning event_id
    )
    select graphile_worker.add_job('process_events', json_build_object('eventIds', array_agg(event_id))) from copied having count(*) > 0`;
}

async function claimIdentity(tx: Transaction, requestId: string, itemIndex: number, item: ItemToStore): Promise<{ eventId: string; fresh: boolean; conflicts: boolean }> {
  const rows = await tx.$queryRaw<{ event_id: string; content_hash: Uint8Array }[]>`
    with request as (select source_id, received_at from requests where id = ${requestId}::uuid),
    identity as (
      insert into event_identities as kept (source_id, identity_hash, event_id, content_hash, seen_count, last_seen_at, has_conflict)
      select source_id, ${item.identityHash}::bytea, ${item.eventId}::uuid, ${item.contentHash}::bytea, 1, received_at, false from request
      on conflict (source_id, identity_hash) do update set
        seen_count = kept.seen_count + 1,
        last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at),
        has_conflict = kept.has_conflict or kept.content_hash <> excluded.content_hash
      returning event_id, content_hash
    ), made as (
      insert into events (id, request_id, item_index, source_id, identity_hash, received_at)
      select identity.event_id, ${requestId}::uuid, ${itemIndex}::int, request.source_id, ${item.identityHash}::bytea, request.received_at
      from identity, request where identity.event_id = ${item.eventId}::uuid
      returning id
    )
    select identity.event_id, identity.content_hash from identity, (select count(*) from made) m`;
  const [row] = rows;
  if (row === undefined) throw new Error(`request ${requestId} vanished while it was locked`);
  return { eventId: row.event_id, fresh: row.event_id === item.eventId, conflicts: !Buffer.from(row.content_hash).equals(item.contentHash) };
}
