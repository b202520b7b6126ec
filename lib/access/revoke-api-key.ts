import { z } from "zod";
import { systemClock } from "#lib/platform/clock";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { command, type CommandResult } from "./command.ts";
import { requireStepUp } from "./require-step-up.ts";

/** Ends an API key: calls with it are refused from the commit on. */
export const revokeApiKey = command({
  permission: "apiKeys.write",
  input: z.strictObject({ id: z.string() }),
  run: async ({ actor, tx }, { id }): Promise<CommandResult<null>> => {
    requireStepUp(actor);
    const uuid = parsePublicId("apiKey", id);
    const key = uuid === null ? null : await tx.apiKey.findUnique({ where: { id: uuid } });
    if (key === null) throw new Problem("not_found", "There is no API key with this id: look into the list of keys.");
    const { count } = await tx.apiKey.updateMany({ where: { id: key.id, revokedAt: null }, data: { revokedAt: new Date(systemClock.now()) } });
    if (count === 0) throw new Problem("conflict", "This key is revoked already.");
    return {
      output: null,
      audit: { action: "apiKey.revoke", subjectType: "apiKey", subjectId: key.id, details: { name: key.name, prefix: key.prefix, lastUsedAt: key.lastUsedAt?.toISOString() ?? null } },
    };
  },
});
