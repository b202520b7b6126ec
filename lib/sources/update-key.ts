import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { requireStepUpOfPeople } from "#lib/access/require-step-up-of-people";
import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceSource } from "./announce-source.sql.ts";
import { findSourceToWrite, keyOf } from "./find-source.ts";
import { labelInput } from "./make-key.ts";
import { readKey } from "./list-keys.ts";
import type { Key } from "./source-shape.ts";

/** Body of `PATCH /sources/{id}/keys/{keyId}`. */
export const keyChanges = z.strictObject({
  label: labelInput.optional(),
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional().meta({ description: "When it stops verifying; null: it does not" }),
});

/** Sets or lifts a key's expiry, or renames it. A revoked key stays revoked. */
export const updateKey = command({
  permission: "keys.write",
  input: keyChanges.extend({ sourceId: z.string(), keyId: z.string() }),
  run: async ({ actor, tx }, { sourceId, keyId, label, expiresAt }): Promise<CommandResult<Key>> => {
    if (expiresAt !== undefined) requireStepUpOfPeople(actor);
    const source = await findSourceToWrite(tx, sourceId);
    const before = keyOf(source, keyId);
    if (before.revokedAt !== null) throw new Problem("conflict", "This key was revoked, which cannot be undone. Add it again as a new key.");
    if (typeof expiresAt === "string" && Date.parse(expiresAt) <= systemClock.now()) {
      throw new Problem("bad_input", "A key's expiry lies in the future. To end it now, revoke it.", { errors: [{ path: "expiresAt", message: "must be in the future" }] });
    }
    await tx.sourceKey.update({
      where: { id: before.id },
      data: {
        ...(label === undefined ? {} : { label }),
        ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
      },
    });
    await announceSource(tx, source.id);
    const key = await readKey(tx, source.id, before.id);
    return {
      output: key,
      audit: {
        action: "key.update",
        subjectType: "key",
        subjectId: before.id,
        details: {
          source: publicId("source", source.id),
          fingerprint: key.fingerprint,
          before: { label: before.label, expiresAt: before.expiresAt?.toISOString() ?? null },
          after: { label: key.label, expiresAt: key.expiresAt },
        },
      },
    };
  },
});
