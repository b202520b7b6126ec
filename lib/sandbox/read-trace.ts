import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import type { SandboxSession } from "./session-shape.ts";

/** What became of a session's messages behind the door. */
export interface Trace {
  /** `null`: no message of it was read yet, or none is about a payment. */
  readonly transactionId: string | null;
  readonly eventIds: readonly string[];
}

/** Follows a session's kept requests to their events and the payment that these are about. */
export async function readTrace(actor: Actor, { steps }: SandboxSession): Promise<Trace> {
  requirePermission(actor, "sandbox.use");
  const requestIds = steps.flatMap(({ messages }) => messages.flatMap(({ requestId }) => (requestId === null ? [] : (parsePublicId("request", requestId) ?? []))));
  if (requestIds.length === 0) return { transactionId: null, eventIds: [] };
  const { prisma } = database();
  const requests = await prisma.request.findMany({ where: { id: { in: requestIds } }, select: { eventIds: true } });
  const events = await prisma.event.findMany({ where: { id: { in: [...new Set(requests.flatMap(({ eventIds }) => eventIds))] } }, select: { id: true, transactionId: true }, orderBy: { id: "asc" } });
  const transactionId = events.find((event) => event.transactionId !== null)?.transactionId ?? null;
  return { transactionId: transactionId === null ? null : publicId("transaction", transactionId), eventIds: events.map(({ id }) => publicId("event", id)) };
}
