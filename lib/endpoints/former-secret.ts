import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type EndpointRecord, isSigning } from "./present-endpoint.ts";

/** A secret that signs beside a newer one, by its public id. Throws `Problem`: the newest one cannot be ended. */
export function formerSecret({ secrets }: EndpointRecord, secretId: string, nowMs: number): EndpointRecord["secrets"][number] {
  const uuid = parsePublicId("endpointSecret", secretId);
  const found = secrets.find(({ id }) => id === uuid);
  if (found === undefined) throw new Problem("not_found", "This endpoint has no secret with this id. Its page lists those that it has.");
  if (!isSigning(found, nowMs)) throw new Problem("conflict", "This secret has ended already. Rotate with the same text to sign with it again.");
  if (found.id === secrets.at(-1)?.id) throw new Problem("conflict", "This is the newest secret, and without one nothing could be sent. Rotate first; then this one can be ended.");
  return found;
}
