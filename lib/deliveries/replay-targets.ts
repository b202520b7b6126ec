import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { readEndpointRows } from "#lib/endpoints/open-endpoints.sql";
import { openEndpoint } from "#lib/endpoints/open-endpoint";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";

/** Endpoints that a replay may go to: those named, or all that are not disabled. Throws `Problem("bad_input")` for one that it may not. */
export async function replayTargets(publicIds: readonly string[]): Promise<readonly OpenEndpoint[]> {
  const all = (await readEndpointRows(database().pool)).map((row) => openEndpoint(row, installation().ring));
  if (publicIds.length === 0) return all.filter(({ status }) => status !== "disabled");
  const errors = publicIds.flatMap((id, at) => {
    const found = all.find((endpoint) => endpoint.id === parsePublicId("endpoint", id));
    if (found?.status === "disabled") return [{ path: `endpointIds.${String(at)}`, message: "is disabled: enable it first" }];
    return found === undefined ? [{ path: `endpointIds.${String(at)}`, message: "is no endpoint of this installation" }] : [];
  });
  if (errors.length > 0) throw new Problem("bad_input", "The replay cannot go to all of these endpoints. Nothing was sent.", { errors });
  return all.filter(({ id }) => publicIds.some((publicId) => parsePublicId("endpoint", publicId) === id));
}
