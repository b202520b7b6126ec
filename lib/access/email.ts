import { z } from "zod";

/** An email address as stored and compared: trimmed, composed, lower case. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}

export const emailInput = z
  .string()
  .max(254, { error: "At most 254 characters." })
  .transform(normaliseEmail)
  .pipe(z.email({ error: "An email address, such as anna@example.com." }));

export const personNameInput = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().min(1, { error: "A name." }).max(100, { error: "At most 100 characters." }));
