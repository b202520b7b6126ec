import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { z } from "zod";
import { systemClock } from "#lib/platform/clock";
import { database, type Prisma } from "#lib/platform/database/client";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import { auditedSettings } from "./audited-settings.ts";
import { refuseBadUrl } from "./check-url.ts";
import { type EndpointChanges, endpointChanges } from "./endpoint-input.ts";
import { sealHeaders } from "./endpoint-secret.ts";
import type { Endpoint, EndpointStatus } from "./endpoint-shape.ts";
import { findEndpoint, findEndpointToWrite, readWrittenEndpoint } from "./find-endpoint.ts";
import { keepFormer } from "./former-settings.ts";
import { type EndpointRecord, presentEndpoint } from "./present-endpoint.ts";
import { freshHealth } from "./fresh-health.ts";
import { sourceFilter } from "./source-filter.ts";

/** Changes settings, pauses, disables or enables. Its former settings are kept, one click back. */
export async function updateEndpoint(actor: Actor, id: string, input: unknown, { force = false }: { readonly force?: boolean } = {}): Promise<Endpoint> {
  requirePermission(actor, "endpoints.write");
  const { url, mode } = parseInput(endpointChanges, input);
  if (url !== undefined || mode !== undefined) {
    const before = await findEndpoint(database().prisma, id);
    await refuseBadUrl(url ?? before.url, mode ?? (before.mode === "live" ? "live" : "test"), force);
  }
  return storeChanges(actor, { id, changes: input });
}

const storeChanges = command({
  permission: "endpoints.write",
  input: z.strictObject({ id: z.string(), changes: endpointChanges }),
  run: async ({ actor, tx }, { id, changes }): Promise<CommandResult<Endpoint>> => {
    const before = await findEndpointToWrite(tx, id);
    const { status, ...settings } = changes;
    const changed = Object.keys(settings);
    if (changed.length > 0) await keepFormer(tx, actor, before, changed);
    const data: Prisma.EndpointUpdateInput = { ...settingsData(before.id, settings), ...statusData(before, status) };
    if (settings.sourceIds !== undefined) data.sourceIds = await sourceFilter(tx, settings.sourceIds);
    const isNewTarget = settings.url !== undefined && new URL(settings.url).href !== before.url;
    if (isNewTarget || (status === "enabled" && before.status !== "enabled")) data.health = { upsert: { create: freshHealth, update: freshHealth } };
    await tx.endpoint.update({ where: { id: before.id }, data });
    await announceEndpoint(tx, before.id);
    const endpoint = await readWrittenEndpoint(tx, before.id);
    return {
      output: endpoint,
      audit: {
        action: "endpoint.update",
        subjectType: "endpoint",
        subjectId: before.id,
        details: { changed: Object.keys(changes), before: auditedSettings(presentEndpoint(before, systemClock.now(), true)), after: auditedSettings(endpoint) },
      },
    };
  },
});

function settingsData(id: string, { headers, retry, url, ...others }: Omit<EndpointChanges, "status">): Prisma.EndpointUpdateInput {
  const plain = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    ...plain,
    ...(url === undefined ? {} : { url: new URL(url).href }),
    ...(headers === undefined ? {} : sealHeaders(headers, id)),
    ...(retry?.schedule === undefined ? {} : { retrySchedule: retry.schedule ?? [] }),
  };
}

function statusData(before: EndpointRecord, status: EndpointStatus | undefined): Prisma.EndpointUpdateInput {
  if (status === undefined || status === before.status) return {};
  const now = new Date(systemClock.now());
  return { status, pausedAt: status === "paused" ? now : null, disabledAt: status === "disabled" ? now : null, disabledReason: status === "disabled" ? "by_hand" : null };
}
