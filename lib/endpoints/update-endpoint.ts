import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { z } from "zod";
import { systemClock } from "#lib/platform/clock";
import { database, type Prisma } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import { refuseBadUrl } from "./check-url.ts";
import { type EndpointChanges, endpointChanges } from "./endpoint-input.ts";
import { sealHeaders } from "./endpoint-secret.ts";
import type { Endpoint, EndpointStatus } from "./endpoint-shape.ts";
import { findEndpoint, findEndpointToWrite } from "./find-endpoint.ts";
import { keepFormer } from "./former-settings.ts";
import type { EndpointRecord } from "./present-endpoint.ts";
import { sourceFilter } from "./source-filter.ts";
import { writeSettings } from "./write-settings.ts";

/** Changes settings, pauses, disables or enables. Its former settings are kept, one click back. */
export async function updateEndpoint(actor: Actor, id: string, input: unknown, { force = false }: { readonly force?: boolean } = {}): Promise<Endpoint> {
  requirePermission(actor, "endpoints.write");
  const { url, mode } = parseInput(endpointChanges, input);
  if (url === undefined && mode === undefined) return storeChanges(actor, { id, changes: input, checked: null });
  const before = await findEndpoint(database().prisma, id);
  const checked: CheckedTarget = { url: url ?? before.url, mode: mode ?? (before.mode === "live" ? "live" : "test") };
  await refuseBadUrl(checked.url, checked.mode, force);
  return storeChanges(actor, { id, changes: input, checked });
}

/** A URL that was looked at together with the mode. */
const checkedTarget = z.strictObject({ url: z.string(), mode: z.enum(["test", "live"]) });
type CheckedTarget = z.output<typeof checkedTarget>;

const storeChanges = command({
  permission: "endpoints.write",
  input: z.strictObject({ id: z.string(), changes: endpointChanges, checked: checkedTarget.nullable() }),
  run: async ({ actor, tx }, { id, changes, checked }): Promise<CommandResult<Endpoint>> => {
    const before = await findEndpointToWrite(tx, id);
    const { status, ...settings } = changes;
    if (checked !== null) refuseUnchecked(checked, { url: settings.url ?? before.url, mode: settings.mode ?? before.mode });
    const changed = Object.keys(settings);
    if (changed.length > 0) await keepFormer(tx, actor, before, changed);
    const data: Prisma.EndpointUpdateInput = { ...settingsData(before.id, settings), ...statusData(before, status) };
    if (settings.sourceIds !== undefined) data.sourceIds = await sourceFilter(tx, settings.sourceIds);
    const isNewTarget = settings.url !== undefined && new URL(settings.url).href !== before.url;
    return writeSettings(tx, before, { data, startsAnew: isNewTarget || (status === "enabled" && before.status !== "enabled"), action: "endpoint.update", details: { changed: Object.keys(changes) } });
  },
});

/** Of two changes at once, one of the URL and one of the mode, each was looked at without the other: the second finds here that it was. */
function refuseUnchecked(checked: CheckedTarget, { url, mode }: { readonly url: string; readonly mode: string }): void {
  if (checked.url === url && checked.mode === mode) return;
  throw new Problem("conflict", "Somebody else changed this endpoint's URL or mode at this moment. Nothing of yours was changed: look at it as it is now, and try again.");
}

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
