import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { may } from "#lib/access/may";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { refuseBadUrl } from "#lib/endpoints/check-url";
import { endpointMatches } from "#lib/endpoints/endpoint-matches";
import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { eventNotFound } from "#lib/events/get-event";
import { database } from "#lib/platform/database/client";
import { newId, parsePublicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { noteText } from "#lib/transactions/note-text";
import { wakeSenders } from "./change-deliveries.sql.ts";
import { findDeliveriesByIds } from "./delivery-rows.sql.ts";
import { type EventFacts, findEventFacts } from "./event-facts.sql.ts";
import { presentDelivery } from "./present-delivery.ts";
import { presentReplay, type ReplayRecord } from "./present-replay.ts";
import type { ReplayedEvent } from "./replay-shape.ts";
import { replayTargets } from "./replay-targets.ts";

/** Body of `POST /events/{id}/replay`. */
export const replayEventInput = z.strictObject({
  endpointIds: z.array(z.string()).max(100).default([]).meta({ description: "Chosen by hand: their filters on types and sources do not matter. Left out, and without url: every endpoint that takes the event" }),
  url: z.string().max(2000).optional().meta({ description: "A copy to a URL that is no endpoint, such as a staging system; signed with a secret that is in this one answer" }),
  reason: noteText.default("One event, by hand").meta({ description: "For the audit" }),
});

/** Sends one event again, as it was, to chosen endpoints or to a URL. */
export async function replayEvent(actor: Actor, id: string, rawInput: unknown): Promise<ReplayedEvent> {
  requirePermission(actor, "replays.write");
  const input = parseInput(replayEventInput, rawInput);
  // A copy brings the whole message wherever the caller likes, what is masked for others too.
  if (input.url !== undefined) requirePermission(actor, "personal.read");
  const uuid = parsePublicId("event", id);
  const known = uuid === null ? null : await database().prisma.event.findUnique({ where: { id: uuid }, select: { id: true } });
  if (known === null) throw eventNotFound();
  const [event] = await findEventFacts(database().pool, [known.id]);
  if (event === undefined) throw new Problem("conflict", "This event is not delivered: it was not read yet, could not be read, only repeats another one, or its request is no longer kept (gone).");
  // Looked up before the transaction begins: a slow name server must not hold a connection of the database.
  if (input.url !== undefined) await refuseBadUrl(input.url, event.mode, false);
  const endpoints = await chosenEndpoints(event, input);
  const { record, secret } = await storeReplay(actor, { eventId: event.id, endpointIds: endpoints.map((endpoint) => endpoint.id), url: input.url ?? null, reason: input.reason, mode: event.mode });
  const detailed = may(actor, "deliveries.readDetails");
  const made = await database().prisma.delivery.findMany({ where: { replayId: record.id }, select: { id: true } });
  const rows = await findDeliveriesByIds(database().pool, made.map((delivery) => delivery.id));
  return { replay: presentReplay(record, detailed), deliveries: rows.map((row) => presentDelivery(row, detailed)), secret };
}

async function chosenEndpoints(event: EventFacts, { endpointIds, url }: z.output<typeof replayEventInput>): Promise<readonly OpenEndpoint[]> {
  if (url !== undefined && endpointIds.length === 0) return [];
  const targets = await replayTargets(endpointIds);
  if (endpointIds.length === 0) {
    const matching = targets.filter((endpoint) => endpointMatches(endpoint, event));
    if (matching.length === 0) throw new Problem("conflict", "No endpoint takes this event. Name one in endpointIds, or give a url for a copy.");
    return matching;
  }
  const other = targets.filter(({ mode }) => mode !== event.mode);
  if (other.length > 0) throw new Problem("bad_input", `The event is of mode ${event.mode}, an endpoint of the other: test and live are kept apart. Nothing was sent.`, { errors: [{ path: "endpointIds", message: `must be endpoints of mode ${event.mode}` }] });
  return targets;
}

const storeReplay = command({
  permission: "replays.write",
  input: z.object({ eventId: z.uuid(), endpointIds: z.array(z.uuid()), url: z.string().nullable(), reason: z.string(), mode: z.string() }),
  run: async ({ actor, tx }, { eventId, endpointIds, url, reason }): Promise<CommandResult<{ record: ReplayRecord; secret: string | null }>> => {
    const id = newId();
    const now = new Date();
    const secret = url === null ? null : encodeWebhookSecret(randomBytes(32));
    const targets = [...endpointIds, ...(url === null ? [] : [id])];
    const record = await tx.replay.create({
      data: {
        id, state: "running", filter: {}, eventId, endpointIds, url, reason, lastId: id, createdBy: actor.name, createdById: actor.type === "user" ? actor.id : null,
        sealedSecret: secret === null ? null : installation().ring.seal(secret, { purpose: "endpoint_secret", rowId: id }),
        total: targets.length, walked: targets.length, made: targets.length, walkedAt: now,
      },
    });
    await tx.delivery.createMany({ data: targets.map((targetId) => ({ id: newId(), eventId, targetId, replayId: id, url: targetId === id ? url : null, nextAttemptAt: now, createdAt: now })) });
    await wakeSenders(tx);
    // Of a URL that somebody typed the host is enough: the rest may hold a token.
    const details = { replayId: id, endpointIds, reason, ...(url === null ? {} : { host: new URL(url).host }) };
    return { output: { record, secret }, audit: { action: "event.replay", subjectType: "event", subjectId: eventId, details } };
  },
});
