import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { Problem } from "#lib/platform/problem";
import { overlapSeconds } from "#lib/sources/rotate-token";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import { endpointSecretInput } from "./endpoint-input.ts";
import { makeEndpointSecret } from "./endpoint-secret.ts";
import type { NewEndpoint } from "./endpoint-shape.ts";
import { findEndpointToWrite, readWrittenEndpoint } from "./find-endpoint.ts";
import { isSigning } from "./present-endpoint.ts";

/** Every secret adds a signature to every delivery. */
const mostSigning = 5;

/** Body of `POST /endpoints/{id}/rotate-secret`. */
export const secretRotation = z.strictObject({
  secret: endpointSecretInput.optional().meta({ description: "Left out: one is made, and shown in this answer only" }),
  expirePreviousAfterSeconds: overlapSeconds.meta({ description: "How long the former secrets sign beside the new one; 0 ends them now" }),
});

/** A new secret; the former ones sign beside it until the given time. Earlier ones keep the end they had, if sooner. */
export const rotateSecret = command({
  permission: "endpoints.write",
  input: secretRotation.extend({ id: z.string() }),
  run: async ({ actor, tx }, { id, secret, expirePreviousAfterSeconds }): Promise<CommandResult<NewEndpoint>> => {
    requireStepUpOfPeople(actor);
    const before = await findEndpointToWrite(tx, id);
    const nowMs = systemClock.now();
    const made = makeEndpointSecret(secret);
    const signing = before.secrets.filter((one) => isSigning(one, nowMs));
    if (signing.some(({ fingerprint }) => fingerprint === made.fingerprint)) throw new Problem("conflict", "This endpoint already signs with this very secret. Nothing was changed.");
    if (expirePreviousAfterSeconds > 0 && signing.length >= mostSigning) {
      throw new Problem("conflict", `${String(signing.length)} secrets sign already, which is as many as there may be. Wait until one has expired, or end them with expirePreviousAfterSeconds 0.`);
    }
    const expiresAt = new Date(nowMs + expirePreviousAfterSeconds * 1000);
    await tx.endpointSecret.updateMany({ where: { endpointId: before.id, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] }, data: { expiresAt } });
    await tx.endpointSecret.create({ data: { id: made.id, endpointId: before.id, fingerprint: made.fingerprint, sealedSecret: made.sealedSecret } });
    await announceEndpoint(tx, before.id);
    return {
      output: { ...(await readWrittenEndpoint(tx, before.id)), secret: made.generated },
      audit: {
        action: "endpoint.rotate",
        subjectType: "endpoint",
        subjectId: before.id,
        details: { fingerprint: made.fingerprint, generated: made.generated !== null, formerSignUntil: expiresAt.toISOString() },
      },
    };
  },
});
