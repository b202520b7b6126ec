import { createAdmin } from "#lib/access/create-admin";
import { askHidden } from "./ask-hidden.ts";
import { cliActor } from "./cli-actor.ts";
import { CliError } from "./cli-error.ts";
import type { CliCall, CliCommand, CliOutcome } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";
import { withInstallation } from "./with-installation.ts";

export const createAdminCommand: CliCommand = {
  name: "create-admin",
  summary: "make an account that may do everything",
  positionals: [],
  options: {
    email: { type: "string", value: "address", help: "what they sign in with" },
    name: { type: "string", value: "name", help: "what the dashboard and the audit call them; the email address unless given" },
    "password-env": { type: "string", value: "NAME", help: "read the password from this environment variable instead of asking" },
  },
  run,
};

async function run({ options }: CliCall): Promise<CliOutcome> {
  const email = options.required("email");
  const [given] = options.namedVariables("password-env");
  const password = given ?? (await askPassword());
  const admin = await withInstallation(() => createAdmin(cliActor(), { email, name: options.text("name") ?? email, password }));
  return { exitCode: 0, lines: [`${admin.email} is an admin now (${admin.id}).`], json: admin };
}

async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError("There is no terminal to ask for the password: name the variable that holds it with --password-env <NAME>.");
  const write = (text: string): void => void process.stderr.write(text);
  const first = await askHidden(process.stdin, write, "Password (at least 12 characters): ");
  const second = first === null ? null : await askHidden(process.stdin, write, "The same again: ");
  if (first === null || second === null) throw new CliError("Nothing was made.");
  if (first !== second) throw new CliError("The two passwords differ: nothing was made.");
  return first;
}
