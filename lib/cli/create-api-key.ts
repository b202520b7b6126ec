import { createApiKey } from "#lib/access/create-api-key";
import { scopes } from "#lib/access/permissions";
import { systemClock } from "#lib/platform/clock";
import { cliActor } from "./cli-actor.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";
import { withInstallation } from "./with-installation.ts";

const dayMs = 86_400_000;

export const createApiKeyCommand: CliCommand = {
  name: "create-api-key",
  summary: "make a key for scripts; it is shown this once",
  positionals: [],
  options: {
    name: { type: "string", value: "name", help: "what it is for" },
    scope: { type: "string", multiple: true, value: "scope", help: "what it may do" },
    "expires-in-days": { type: "string", value: "n", help: "how long it works; for ever unless given" },
  },
  notes: [`Scopes: ${scopes.join(", ")}.`],
  run,
};

async function run({ options }: CliCall): Promise<CliOutcome> {
  const name = options.required("name");
  const wanted = options.list("scope").flatMap((entry) => entry.split(",")).map((scope) => scope.trim());
  const unknown = wanted.find((scope) => !scopes.includes(scope));
  if (unknown !== undefined) throw new UsageError(`There is no scope "${unknown}". There are: ${scopes.join(", ")}.`);
  if (wanted.length === 0) throw new UsageError(`--scope is missing. There are: ${scopes.join(", ")}.`);
  const days = options.wholeNumber("expires-in-days", { min: 1, max: 3650 });
  const expiresAt = days === null ? {} : { expiresAt: new Date(systemClock.now() + days * dayMs).toISOString() };
  const key = await withInstallation(() => createApiKey(cliActor(), { name, scopes: wanted, ...expiresAt }));
  return {
    exitCode: 0,
    lines: [key.secret, `This is ${key.name} (${key.id}); it is shown this once. It may: ${key.scopes.join(", ")}. It ${key.expiresAt === null ? "does not expire" : `expires ${key.expiresAt}`}.`],
    json: key,
  };
}
