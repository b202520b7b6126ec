import { randomBytes } from "node:crypto";
import { z } from "zod";
import { systemClock } from "#lib/platform/clock";
import { newId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import type { NewApiKey } from "./api-key-shape.ts";
import { command, type CommandContext, type CommandResult } from "./command.ts";
import { hashApiKey } from "./find-api-key.sql.ts";
import { personNameInput } from "./email.ts";
import { readApiKey } from "./list-api-keys.ts";
import { scopes, scopesOfRole } from "./permissions.ts";
import { requireStepUp } from "./require-step-up.ts";

const shownCharacters = 7;

export const createApiKeyInput = z.strictObject({
  name: personNameInput,
  scopes: z.array(z.enum(scopes, { error: `A scope: ${scopes.join(", ")}.` })).min(1, { error: "At least one scope." }).max(scopes.length).transform((list) => [...new Set(list)].sort()),
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional().meta({ description: "When it ends; null or left out: never" }),
});

/** Makes an API key that can do no more than its maker. */
export const createApiKey = command({
  permission: "apiKeys.write",
  input: createApiKeyInput,
  run: async ({ actor, tx }, input): Promise<CommandResult<NewApiKey>> => {
    requireStepUp(actor);
    const held = actor.type === "user" ? scopesOfRole(actor.role) : scopes;
    const missing = input.scopes.filter((scope) => !held.includes(scope));
    if (missing.length > 0) throw new Problem("forbidden", `A key can do no more than its maker: your role does not hold ${missing.join(", ")}.`);
    const expiresAt = typeof input.expiresAt === "string" ? new Date(input.expiresAt) : null;
    if (expiresAt !== null && expiresAt.getTime() <= systemClock.now()) {
      throw new Problem("bad_input", "Some fields are not as they should be.", { errors: [{ path: "expiresAt", message: "A time in the future." }] });
    }
    const secret = `cs_${randomBytes(32).toString("base64url")}`;
    const { output: id, audit } = await insertApiKey(tx, { secret, name: input.name, scopes: input.scopes, expiresAt, createdBy: actor.type === "user" ? actor.id : null });
    return { output: { ...(await readApiKey(tx, id)), secret }, audit };
  },
});

interface ApiKeyToInsert {
  readonly secret: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly createdBy: string | null;
}

/** Inside the caller's transaction; only the hash of the key is kept. Returns its bare UUID. */
export async function insertApiKey(tx: CommandContext["tx"], key: ApiKeyToInsert): Promise<CommandResult<string>> {
  const { secret, name, expiresAt, createdBy } = key;
  const id = newId();
  const prefix = secret.slice(0, shownCharacters);
  const granted = [...key.scopes];
  await tx.apiKey.create({ data: { id, name, prefix, hash: new Uint8Array(hashApiKey(secret)), scopes: granted, createdBy, expiresAt } });
  return {
    output: id,
    audit: { action: "apiKey.create", subjectType: "apiKey", subjectId: id, details: { name, prefix, scopes: granted, expiresAt: expiresAt?.toISOString() ?? null } },
  };
}
