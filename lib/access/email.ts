import { z } from "zod";
import { looksLikeSecret } from "#lib/audit/refuse-secrets";
import { isOneLine } from "#lib/platform/is-one-line";
import { maskCardText } from "#lib/platform/mask-card-text";

/** An email address as stored and compared: trimmed, composed, lower case. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}

export const emailInput = z
  .string()
  .max(254, { error: "At most 254 characters." })
  .transform(normaliseEmail)
  .pipe(z.email({ error: "An email address, such as anna@example.com." }))
  .refine((text) => !looksLikeSecret(text), { error: "This looks like a key or a password: an email address belongs here." });

export const personNameInput = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().min(1, { error: "A name." }).max(100, { error: "At most 100 characters." }))
  .refine((text) => isOneLine(text), { error: "One line of plain text." })
  .refine((text) => !looksLikeSecret(text), { error: "This looks like a key or a password: a name, which everybody may see, belongs here." })
  .overwrite(maskCardText);
