import { database } from "#lib/platform/database/client";
import { systemClock } from "#lib/platform/clock";
import { installation } from "#lib/platform/installation";
import { isProviderId } from "#lib/providers/registry";
import { isUsable } from "#lib/sources/key-status";
import type { LiveSource } from "./live-traffic.ts";

/** The sources of this demo with the newest key of each: whatever was rotated or deleted meanwhile. */
export async function readLiveSources(): Promise<readonly LiveSource[]> {
  const records = await database().prisma.source.findMany({ where: { deletedAt: null, status: { not: "archived" } }, include: { tokens: { where: { expiresAt: null } }, keys: { orderBy: [{ activeFrom: "desc" }, { id: "desc" }] } } });
  const nowMs = systemClock.now();
  return records.flatMap(({ name, provider, tokens: [current], keys }) => {
    const key = keys.find((one) => isUsable(one, nowMs));
    if (current === undefined || key === undefined || !isProviderId(provider)) return [];
    return [{ name, provider, token: current.token, secret: installation().ring.open(key.sealedSecret, { purpose: "source_key", rowId: key.id }) }];
  });
}
