import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUp } from "#lib/access/require-step-up";
import { installation } from "#lib/platform/installation";
import { publicId } from "#lib/platform/ids";
import { findSourceToWrite, keyOf } from "./find-source.ts";
import type { RevealedKey } from "./source-shape.ts";

/** Shows a key's secret to an admin who has just proved the password again. API keys never can. */
export const revealKey = command({
  permission: "keys.reveal",
  input: z.strictObject({ sourceId: z.string(), keyId: z.string() }),
  run: async ({ actor, tx }, { sourceId, keyId }): Promise<CommandResult<RevealedKey>> => {
    requireStepUp(actor);
    const source = await findSourceToWrite(tx, sourceId);
    const key = keyOf(source, keyId);
    const { sealedSecret } = await tx.sourceKey.findUniqueOrThrow({ where: { id: key.id }, select: { sealedSecret: true } });
    const id = publicId("key", key.id);
    return {
      output: { id, secret: installation().ring.open(sealedSecret, { purpose: "source_key", rowId: key.id }) },
      audit: { action: "key.reveal", subjectType: "key", subjectId: key.id, details: { source: publicId("source", source.id), label: key.label, fingerprint: key.fingerprint } },
    };
  },
});
