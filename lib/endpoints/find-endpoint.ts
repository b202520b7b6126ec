import type { Transaction } from "#lib/platform/database/client";
import { systemClock } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { lockEndpoint } from "./announce-endpoint.sql.ts";
import type { Endpoint } from "./endpoint-shape.ts";
import { endpointParts, type EndpointRecord, presentEndpoint } from "./present-endpoint.ts";

/** The Prisma client or a transaction of it. */
type Reader = Pick<Transaction, "endpoint">;

/** An endpoint by its public id. Throws `Problem("not_found")`. */
export async function findEndpoint(reader: Reader, id: string): Promise<EndpointRecord> {
  const uuid = parsePublicId("endpoint", id);
  const record = uuid === null ? null : await reader.endpoint.findFirst({ where: { id: uuid, deletedAt: null }, include: endpointParts });
  if (record === null) throw endpointNotFound();
  return record;
}

/** The endpoint that a command writes to, locked until the command's end. Throws `Problem("not_found")`. */
export async function findEndpointToWrite(tx: Transaction, id: string): Promise<EndpointRecord> {
  const uuid = parsePublicId("endpoint", id);
  if (uuid === null) throw endpointNotFound();
  await lockEndpoint(tx, uuid);
  return findEndpoint(tx, id);
}

/** An endpoint as it is now, for the answer of a command. Throws when it is not there. */
export async function readWrittenEndpoint(tx: Transaction, uuid: string): Promise<Endpoint> {
  const record = await tx.endpoint.findUniqueOrThrow({ where: { id: uuid }, include: endpointParts });
  return presentEndpoint(record, systemClock.now(), true);
}

export function endpointNotFound(): Problem {
  return new Problem("not_found", "There is no endpoint with this id. It may have been deleted; the list of endpoints shows those that exist.");
}
