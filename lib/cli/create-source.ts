import { createSource } from "#lib/sources/create-source";
import type { NewSource } from "#lib/sources/source-shape";
import { cliActor } from "./cli-actor.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";
import { providerArgument } from "./provider-argument.ts";
import { readSettings } from "./setting-options.ts";
import { withInstallation } from "./with-installation.ts";

export const createSourceCommand: CliCommand = {
  name: "create-source",
  summary: "make a source: the URL that a provider account sends to",
  positionals: [],
  options: {
    provider: { type: "string", value: "id", help: "adyen, praxis, prahsys, gateway, stripe or standard-webhooks" },
    name: { type: "string", value: "name", help: "what the dashboard calls it" },
    mode: { type: "string", value: "test|live", help: "whether real money moves; test unless given" },
    setting: { type: "string", multiple: true, value: "name=value", help: "a setting of the provider; lists by commas" },
    "key-env": { type: "string", multiple: true, value: "NAME", help: "read a key that verifies from this environment variable" },
  },
  notes: [
    "Without --key-env one is generated where the provider lets the merchant choose it, and shown this once.",
    "Example:",
    "  PRAXIS_SECRET=… npm run cli -- create-source --provider praxis --name Shop --setting merchantId=M --setting applicationKey=A --key-env PRAXIS_SECRET",
  ],
  run,
};

async function run({ options }: CliCall): Promise<CliOutcome> {
  const provider = providerArgument(options.required("provider"));
  const name = options.required("name");
  const mode = options.choice("mode", ["test", "live"]);
  const settings = readSettings(provider, options.list("setting"));
  const keys = options.namedVariables("key-env").map((secret) => ({ secret }));
  if (new Set(keys.map(({ secret }) => secret)).size < keys.length) throw new UsageError("--key-env names the same key twice.");
  const source = await withInstallation(() => createSource(cliActor(), { provider: provider.id, name, mode, settings, ...(keys.length > 0 ? { keys } : {}) }));
  return { exitCode: 0, lines: linesOf(source), json: source };
}

function linesOf(source: NewSource): string[] {
  const lines = [`${source.name} takes ${source.mode} messages of ${source.provider} now (${source.id}).`, `Webhook URL: ${source.webhookUrl ?? ""}`];
  for (const { secret, fingerprint, warnings } of source.keys) {
    lines.push(secret === null ? `Key: ${fingerprint} (its fingerprint)` : `Key, shown this once: ${secret}`, ...warnings.map((warning) => `  ${warning}`));
  }
  if (source.keys.length === 0) lines.push("It has no key yet and refuses everything until it gets one.");
  return lines;
}
