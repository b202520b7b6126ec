import { z } from "zod";
import { command, type CommandResult } from "#lib/access/command";
import { newId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { providerIds } from "#lib/providers/provider";
import { providerById } from "#lib/providers/registry";
import { announceSource } from "./announce-source.sql.ts";
import { canGenerateKey, labelInput, type MadeKey, makeKey, secretInput } from "./make-key.ts";
import { newToken } from "./new-token.ts";
import { parseSettings } from "./parse-settings.ts";
import { plainTextInput } from "./plain-text-input.ts";
import { readSource } from "./read-sources.ts";
import type { Key, NewKey, NewSource } from "./source-shape.ts";

export const sourceNameInput = plainTextInput;

export const createSourceInput = z.strictObject({
  provider: z.enum(providerIds),
  name: sourceNameInput,
  mode: z.enum(["test", "live"]),
  settings: z.record(z.string(), z.unknown()).optional().meta({ description: "As GET /providers describes them" }),
  keys: z
    .array(z.strictObject({ secret: secretInput, label: labelInput.optional() }))
    .max(20)
    .optional()
    .meta({ description: "Left out where the merchant chooses the key: one is generated and shown in this answer only" }),
});

/** Makes a source with its token and keys. A generated key's secret is in this one answer. */
export const createSource = command({
  permission: "sources.write",
  input: createSourceInput,
  run: async ({ tx }, input): Promise<CommandResult<NewSource>> => {
    const provider = providerById(input.provider);
    const { settings, json } = parseSettings(provider, input.settings ?? {});
    const wishes = input.keys ?? (canGenerateKey(provider, settings) ? [{ secret: undefined }] : []);
    const keys = wishes.map((wish, index) => makeKey(provider, settings, { secret: wish.secret, label: "label" in wish ? wish.label : undefined }, `keys.${index}.secret`));
    refuseRepeats(keys);
    const id = newId();
    await tx.source.create({
      data: {
        id,
        provider: provider.id,
        name: input.name,
        mode: input.mode,
        settings: json,
        tokens: { create: { token: newToken() } },
        keys: { create: keys.map(({ id: keyId, label, fingerprint, sealedSecret }) => ({ id: keyId, label, fingerprint, sealedSecret })) },
      },
    });
    await announceSource(tx, id);
    const source = await readSource(tx, id, true);
    if (source === null) throw new Error("the source that was just made cannot be read");
    return {
      output: { ...source, keys: source.keys.map((key) => withSecret(key, keys.find((made) => publicId("key", made.id) === key.id))) },
      audit: {
        action: "source.create",
        subjectType: "source",
        subjectId: id,
        details: { provider: provider.id, name: input.name, mode: input.mode, fingerprints: keys.map(({ fingerprint }) => fingerprint) },
      },
    };
  },
});

/** A key that was just made, with its secret if we generated it. */
export function withSecret(key: Key, made: MadeKey | undefined): NewKey {
  return { ...key, secret: made?.generated ?? null, warnings: [...(made?.warnings ?? [])] };
}

function refuseRepeats(keys: readonly MadeKey[]): void {
  keys.forEach(({ fingerprint }, index) => {
    const first = keys.findIndex((key) => key.fingerprint === fingerprint);
    if (first === index) return;
    const message = `is the same key as number ${first + 1}`;
    throw new Problem("bad_input", "The same key is in the list twice. Leave one of them out.", { errors: [{ path: `keys.${index}.secret`, message }] });
  });
}
