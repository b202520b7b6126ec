import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

export const passwordMinLength = 12;
export const passwordMaxLength = 256;

export const passwordInput = z
  .string()
  .min(passwordMinLength, { error: `At least ${String(passwordMinLength)} characters; a few unrelated words are easy to remember.` })
  .max(passwordMaxLength, { error: `At most ${String(passwordMaxLength)} characters.` });

/** argon2id as the OWASP Password Storage Cheat Sheet recommends: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a random password that nobody knows, of the same cost: for addresses without an account. */
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$QV6HmYPDiz5bA7O6lWl1IA$PXR5yLzA7GJiWF8VOYYOp+75RO+dYMNGHGCk5ljw8vQ";

/** The same text typed on another keyboard may be composed otherwise; NIST SP 800-63B asks for one form. */
function normalise(password: string): string {
  return password.normalize("NFC");
}

export async function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), cost);
}

/** Takes as long without a stored hash as with one, and is then always `false`. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(storedHash ?? dummyHash, normalise(password));
  return matches && storedHash !== null;
}
