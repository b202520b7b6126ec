import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import type { Prisma, Transaction } from "#lib/platform/database/client";
import { newId } from "#lib/platform/ids";
import { endpointFormats } from "./endpoint-shape.ts";
import type { EndpointRecord } from "./present-endpoint.ts";

/** Settings of an endpoint that can be gone back to, as they are stored. */
export const formerSettings = z.strictObject({
  url: z.string(),
  description: z.string(),
  types: z.array(z.string()),
  sourceIds: z.array(z.string()),
  mode: z.enum(["test", "live"]),
  format: z.enum(endpointFormats),
  headerNames: z.array(z.string()),
  ratePerSecond: z.number().nullable(),
  maxInFlight: z.number(),
  retrySchedule: z.array(z.number()),
});
export type FormerSettings = z.output<typeof formerSettings>;

/** The settings of an endpoint as they are. */
export function settingsOf(record: EndpointRecord): FormerSettings {
  const { url, description, types, sourceIds, mode, format, headerNames, ratePerSecond, maxInFlight, retrySchedule } = record;
  return formerSettings.parse({ url, description, types, sourceIds, mode, format, headerNames, ratePerSecond, maxInFlight, retrySchedule });
}

/** Keeps what an endpoint was, before a change to it; so that one click leads back. */
export async function keepFormer(tx: Transaction, actor: Actor, record: EndpointRecord, changed: readonly string[]): Promise<void> {
  const former: Prisma.InputJsonObject = settingsOf(record);
  await tx.endpointChange.create({ data: { id: newId(), endpointId: record.id, changedBy: actor.name, changed: [...changed], former, formerHeaders: record.sealedHeaders } });
}
