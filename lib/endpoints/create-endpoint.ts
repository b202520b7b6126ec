import type { Actor } from "#lib/access/actor";
import { command, type CommandResult } from "#lib/access/command";
import { parseInput } from "#lib/access/parse-input";
import { requirePermission } from "#lib/access/require-permission";
import { newId } from "#lib/platform/ids";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import { auditedSettings } from "./audited-settings.ts";
import { refuseBadUrl } from "./check-url.ts";
import { newEndpointInput } from "./endpoint-input.ts";
import { makeEndpointSecret, sealHeaders } from "./endpoint-secret.ts";
import type { NewEndpoint } from "./endpoint-shape.ts";
import { readWrittenEndpoint } from "./find-endpoint.ts";
import { sourceFilter } from "./source-filter.ts";

/** Makes an endpoint, after a look at where its URL leads. A secret that we made is in this one answer. */
export async function createEndpoint(actor: Actor, input: unknown, { force = false }: { readonly force?: boolean } = {}): Promise<NewEndpoint> {
  requirePermission(actor, "endpoints.write");
  const { url, mode } = parseInput(newEndpointInput, input);
  // Looked up before the transaction begins: a slow name server must not hold a connection of the database.
  await refuseBadUrl(url, mode, force);
  return storeEndpoint(actor, input);
}

const storeEndpoint = command({
  permission: "endpoints.write",
  input: newEndpointInput,
  run: async ({ tx }, input): Promise<CommandResult<NewEndpoint>> => {
    const sourceIds = await sourceFilter(tx, input.sourceIds);
    const id = newId();
    const secret = makeEndpointSecret(input.secret);
    const { id: secretId, fingerprint, sealedSecret } = secret;
    await tx.endpoint.create({
      data: {
        id,
        url: new URL(input.url).href,
        description: input.description,
        types: input.types,
        sourceIds,
        mode: input.mode,
        format: input.format,
        ...sealHeaders(input.headers, id),
        ratePerSecond: input.ratePerSecond,
        maxInFlight: input.maxInFlight,
        retrySchedule: input.retry.schedule ?? [],
        secrets: { create: { id: secretId, fingerprint, sealedSecret } },
        health: { create: {} },
      },
    });
    await announceEndpoint(tx, id);
    const endpoint = await readWrittenEndpoint(tx, id);
    return {
      output: { ...endpoint, secret: secret.generated },
      audit: { action: "endpoint.create", subjectType: "endpoint", subjectId: id, details: { ...auditedSettings(endpoint), fingerprint, generated: secret.generated !== null } },
    };
  },
});
