import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { database, type Prisma, type Transaction } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { refuseBadUrl } from "./check-url.ts";
import type { Endpoint } from "./endpoint-shape.ts";
import { findEndpoint, findEndpointToWrite } from "./find-endpoint.ts";
import { formerSettings, keepFormer } from "./former-settings.ts";
import { writeSettings } from "./write-settings.ts";

/** Body of `POST /endpoints/{id}/revert`. */
export const endpointReversion = z.strictObject({
  changeId: z.string().optional().meta({ description: "chg_… of GET /endpoints/{id}/changes: back to before that change; left out: the last one" }),
});

/** Back to the settings before a change, URL included, which is looked at again. This is a change itself, and can be gone back behind. */
export async function revertEndpoint(actor: Actor, id: string, input: unknown, { force = false }: { readonly force?: boolean } = {}): Promise<Endpoint> {
  requirePermission(actor, "endpoints.write");
  const { changeId } = parseInput(endpointReversion, input);
  const { prisma } = database();
  const change = await findChange(prisma, (await findEndpoint(prisma, id)).id, changeId);
  const former = formerSettings.parse(change.former);
  await refuseBadUrl(former.url, former.mode, force);
  return storeReversion(actor, { id, changeId: publicId("endpointChange", change.id) });
}

const storeReversion = command({
  permission: "endpoints.write",
  input: z.strictObject({ id: z.string(), changeId: z.string() }),
  run: async ({ actor, tx }, { id, changeId }): Promise<CommandResult<Endpoint>> => {
    const before = await findEndpointToWrite(tx, id);
    const change = await findChange(tx, before.id, changeId);
    const former = formerSettings.parse(change.former);
    await keepFormer(tx, actor, before, change.changed);
    return writeSettings(tx, before, { data: { ...former, sealedHeaders: change.formerHeaders }, startsAnew: former.url !== before.url, action: "endpoint.revert", details: { change: changeId } });
  },
});

async function findChange(reader: Pick<Transaction, "endpointChange">, endpointId: string, changeId: string | undefined): Promise<Prisma.EndpointChangeGetPayload<object>> {
  const uuid = changeId === undefined ? undefined : parsePublicId("endpointChange", changeId);
  const change = uuid === null ? null : await reader.endpointChange.findFirst({ where: { endpointId, ...(uuid === undefined ? {} : { id: uuid }) }, orderBy: { id: "desc" } });
  if (change !== null) return change;
  if (changeId === undefined) throw new Problem("conflict", "This endpoint was never changed: there is nothing to go back to.");
  throw new Problem("not_found", "This endpoint has no change with this id. GET /endpoints/{id}/changes lists those that it has.");
}
