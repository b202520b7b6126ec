import type { Env } from "#lib/platform/env";
import type { AuditDraft } from "#lib/audit/append";
import { database } from "#lib/platform/database/client";
import { type CommandContext, type CommandResult, writeAudited } from "./command.ts";
import { insertAdmin } from "./create-admin.ts";
import { insertApiKey } from "./create-api-key.ts";
import { normaliseEmail } from "./email.ts";
import { hashPassword } from "./password.ts";
import { scopes } from "./permissions.ts";
import { lockInstallation } from "./setup-token.sql.ts";

type AdminEnv = Pick<Env, "adminEmail" | "adminPassword" | "adminApiKey">;

/** On a database without accounts and API keys: makes those that ADMIN_* name. Two processes at once make them once. */
export async function ensureAdminFromEnv(env: AdminEnv): Promise<void> {
  if (env.adminEmail === null && env.adminApiKey === null) return;
  if (await isInUse(database().prisma)) return;
  const passwordHash = env.adminPassword === null ? null : await hashPassword(env.adminPassword);
  await writeAudited({ type: "setup", name: "ADMIN_* variables", address: null }, async ({ tx }): Promise<CommandResult<null>> => {
    await lockInstallation(tx);
    if (await isInUse(tx)) return { output: null, audit: [] };
    const audit: AuditDraft[] = [];
    if (env.adminEmail !== null && passwordHash !== null) audit.push(...draftsOf(await insertAdmin(tx, { email: normaliseEmail(env.adminEmail), name: env.adminEmail, passwordHash })));
    if (env.adminApiKey !== null) audit.push(...draftsOf(await insertApiKey(tx, { secret: env.adminApiKey, name: "ADMIN_API_KEY", scopes, expiresAt: null, createdBy: null })));
    return { output: null, audit };
  });
}

async function isInUse(prisma: Pick<CommandContext["tx"], "user" | "apiKey">): Promise<boolean> {
  return (await prisma.user.count()) > 0 || (await prisma.apiKey.count()) > 0;
}

function draftsOf({ audit }: CommandResult<unknown>): readonly AuditDraft[] {
  return "action" in audit ? [audit] : audit;
}
