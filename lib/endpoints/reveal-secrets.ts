import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { systemClock } from "#lib/platform/clock";
import { installation } from "#lib/platform/installation";
import { publicId } from "#lib/platform/ids";
import type { RevealedSecrets } from "./endpoint-shape.ts";
import { findEndpointToWrite } from "./find-endpoint.ts";
import { isSigning } from "./present-endpoint.ts";

/** Shows the secrets that sign now to an admin who has just proved the password again. API keys never can. */
export const revealSecrets = command({
  permission: "endpoints.reveal",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<RevealedSecrets>> => {
    requireStepUp(actor);
    const endpoint = await findEndpointToWrite(tx, id);
    const nowMs = systemClock.now();
    const all = await tx.endpointSecret.findMany({ where: { endpointId: endpoint.id }, orderBy: { id: "asc" } });
    const signing = all.filter((secret) => isSigning(secret, nowMs));
    const { ring } = installation();
    return {
      output: {
        id: publicId("endpoint", endpoint.id),
        secrets: signing.map((row) => ({
          fingerprint: row.fingerprint,
          secret: ring.open(row.sealedSecret, { purpose: "endpoint_secret", rowId: row.id }),
          expiresAt: row.expiresAt?.toISOString() ?? null,
        })),
      },
      audit: { action: "endpoint.reveal", subjectType: "endpoint", subjectId: endpoint.id, details: { fingerprints: signing.map(({ fingerprint }) => fingerprint) } },
    };
  },
});
