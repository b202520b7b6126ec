import { newId, publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { announceSettings } from "#lib/settings/announce-settings.sql";
import { command, type CommandContext, type CommandResult } from "./command.ts";
import { newPersonInput } from "./new-person.ts";
import { hashPassword } from "./password.ts";
import { lockInstallation } from "./setup-token.sql.ts";

export interface CreatedAdmin {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** Makes an admin with a password. The one-time link of the first start ends with it. */
export const createAdmin = command({
  permission: "team.write",
  input: newPersonInput,
  run: async ({ tx }, input): Promise<CommandResult<CreatedAdmin>> => {
    const passwordHash = await hashPassword(input.password);
    await lockInstallation(tx);
    const taken = await tx.user.findUnique({ where: { email: input.email }, select: { id: true } });
    if (taken !== null) throw new Problem("conflict", `${input.email} has an account already: choose another address.`);
    const made = await insertAdmin(tx, { email: input.email, name: input.name, passwordHash });
    await letPasswordsIn(tx);
    return made;
  },
});

/** Whoever makes an admin with a password on the server means them to get in: with it comes the way back where the single sign-on fails. */
async function letPasswordsIn(tx: CommandContext["tx"]): Promise<void> {
  const { count } = await tx.settings.updateMany({ where: { passwordSignIn: false }, data: { passwordSignIn: true } });
  if (count > 0) await announceSettings(tx);
}

/** Inside a transaction that holds the installation's row. */
export async function insertAdmin(tx: CommandContext["tx"], person: { readonly email: string; readonly name: string; readonly passwordHash: string }): Promise<CommandResult<CreatedAdmin>> {
  const id = newId();
  await tx.user.create({ data: { id, ...person, role: "admin" } });
  await tx.installation.update({ where: { id: 1 }, data: { setupTokenHash: null } });
  return {
    output: { id: publicId("user", id), email: person.email, name: person.name },
    audit: { action: "user.create", subjectType: "user", subjectId: id, details: { email: person.email, name: person.name, role: "admin" } },
  };
}
