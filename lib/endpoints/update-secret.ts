import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import type { Endpoint } from "./endpoint-shape.ts";
import { findEndpointToWrite, readWrittenEndpoint } from "./find-endpoint.ts";
import { formerSecret } from "./former-secret.ts";

/** Body of `PATCH /endpoints/{id}/secrets/{secretId}`. */
export const secretChanges = z.strictObject({
  expiresAt: z.iso.datetime({ offset: true }).meta({ description: "Until when it signs beside the newer ones" }),
});

/** Moves the end of a former secret, while it still signs. */
export const updateSecret = command({
  permission: "endpoints.write",
  input: secretChanges.extend({ id: z.string(), secretId: z.string() }),
  run: async ({ actor, tx }, { id, secretId, expiresAt }): Promise<CommandResult<Endpoint>> => {
    requireStepUpOfPeople(actor);
    const before = await findEndpointToWrite(tx, id);
    const nowMs = systemClock.now();
    const former = formerSecret(before, secretId, nowMs);
    if (Date.parse(expiresAt) <= nowMs) throw new Problem("bad_input", "A secret's end lies in the future. To end it now, DELETE it.", { errors: [{ path: "expiresAt", message: "must be in the future" }] });
    await tx.endpointSecret.update({ where: { id: former.id }, data: { expiresAt: new Date(expiresAt) } });
    await announceEndpoint(tx, before.id);
    return {
      output: await readWrittenEndpoint(tx, before.id),
      audit: {
        action: "endpoint.update_secret",
        subjectType: "endpoint",
        subjectId: before.id,
        details: { fingerprint: former.fingerprint, before: { expiresAt: former.expiresAt?.toISOString() ?? null }, after: { expiresAt: new Date(expiresAt).toISOString() } },
      },
    };
  },
});
