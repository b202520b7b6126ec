import type { Pool } from "pg";
import type { Notifications } from "#lib/platform/database/notifications";
import type { KeyRing } from "#lib/platform/seal";
import { EndpointCache } from "./endpoint-cache.ts";
import { openEndpoint } from "./open-endpoint.ts";
import { readEndpointRows } from "./open-endpoints.sql.ts";

/** A cache of all endpoints that hears of changes. */
export function openEndpointCache(pool: Pool, ring: KeyRing, notifications: Notifications): EndpointCache {
  return new EndpointCache(
    async () => (await readEndpointRows(pool)).map((row) => openEndpoint(row, ring)),
    { isListening: notifications.isConnected, onChange: (drop) => void notifications.listen("countersign_endpoints", drop) },
    () => Date.now(),
  );
}
