import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { newId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { type CommandContext, writeAudited } from "./command.ts";
import { newPersonShape, refusePasswordLikeEmail } from "./new-person.ts";
import { parseInput } from "./parse-input.ts";
import { hashPassword } from "./password.ts";
import { keepSetupTokenHash, lockInstallation } from "./setup-token.sql.ts";
import { addressSubject, beginAttempt, forgiveAttempt } from "./sign-in-throttle.sql.ts";
import { tooManyAttempts } from "./throttled.ts";

export const firstAdminInput = z.strictObject({ token: z.string().min(1).max(200), ...newPersonShape }).check(refusePasswordLikeEmail);

/** A fresh one-time token for `<PUBLIC_URL>/setup?token=…` while nobody has an account, else `null`. The one before it ends. */
export async function ensureSetupLink(): Promise<string | null> {
  const token = randomBytes(32).toString("base64url");
  return (await keepSetupTokenHash(hashToken(token))) ? token : null;
}

/** Makes the first admin of an installation, once. Throws `Problem`: used or wrong token, too many tries. Returns the bare id. */
export async function createFirstAdmin(rawInput: unknown, address: string | null): Promise<{ readonly userId: string }> {
  const input = parseInput(firstAdminInput, rawInput);
  const throttle = addressSubject(address);
  const retryAt = await beginAttempt(throttle);
  if (retryAt !== null) {
    const { detail, retryAfterSeconds } = tooManyAttempts(retryAt);
    throw new Problem("too_many", detail, { retryAfterSeconds });
  }
  const passwordHash = await hashPassword(input.password);
  const actor = { type: "setup", name: "first start", address } as const;
  const userId = newId();
  await writeAudited(actor, async (context) => {
    await spendToken(context, input.token);
    await context.tx.user.create({ data: { id: userId, email: input.email, name: input.name, passwordHash, role: "admin" } });
    return { output: null, audit: { action: "user.createFirst", subjectType: "user", subjectId: userId, details: { email: input.email, name: input.name, role: "admin" } } };
  });
  await forgiveAttempt(throttle);
  return { userId };
}

async function spendToken({ tx }: CommandContext, token: string): Promise<void> {
  const { setupTokenHash } = await lockInstallation(tx);
  if ((await tx.user.count()) > 0) throw new Problem("conflict", "The first admin exists already: sign in, or ask an admin for an account.");
  if (setupTokenHash === null || !timingSafeEqual(setupTokenHash, hashToken(token))) {
    throw new Problem("forbidden", "This link is not the one of the last start: restart Countersign and open the link that it prints.");
  }
  await tx.installation.update({ where: { id: 1 }, data: { setupTokenHash: null } });
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
