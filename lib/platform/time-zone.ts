import { z } from "zod";

/** An IANA name that this machine knows, such as Europe/Berlin. Comes out as the name of now, which PostgreSQL knows too. */
export const timeZoneInput = z
  .string()
  .max(64)
  .transform((text, context) => {
    const name = timeZoneName(text);
    if (name !== null) return name;
    context.addIssue({ code: "custom", message: "must be the IANA name of a time zone, such as Europe/Berlin" });
    return z.NEVER;
  })
  .meta({ description: "IANA name; the one in the settings when left out" });

/**
 * The name by which a zone is known now, `null` for none. An offset such as +05:30 is no name: PostgreSQL reads its sign
 * the other way round (POSIX).
 */
export function timeZoneName(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
