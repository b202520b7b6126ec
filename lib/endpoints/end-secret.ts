import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import type { Endpoint } from "./endpoint-shape.ts";
import { findEndpointToWrite, readWrittenEndpoint } from "./find-endpoint.ts";
import { formerSecret } from "./former-secret.ts";

/** Ends a former secret now: the overlap of a rotation is over. */
export const endSecret = command({
  permission: "endpoints.write",
  input: z.strictObject({ id: z.string(), secretId: z.string() }),
  run: async ({ actor, tx }, { id, secretId }): Promise<CommandResult<Endpoint>> => {
    requireStepUpOfPeople(actor);
    const before = await findEndpointToWrite(tx, id);
    const nowMs = systemClock.now();
    const former = formerSecret(before, secretId, nowMs);
    await tx.endpointSecret.update({ where: { id: former.id }, data: { revokedAt: new Date(nowMs) } });
    await announceEndpoint(tx, before.id);
    return {
      output: await readWrittenEndpoint(tx, before.id),
      audit: { action: "endpoint.end_secret", subjectType: "endpoint", subjectId: before.id, details: { fingerprint: former.fingerprint, wouldHaveSignedUntil: former.expiresAt?.toISOString() ?? null } },
    };
  },
});
