import { z } from "zod";

/** An IANA name that this machine knows, such as Europe/Berlin. */
export const timeZoneInput = z
  .string()
  .max(64)
  .refine(isTimeZone, "must be the IANA name of a time zone, such as Europe/Berlin")
  .meta({ description: "IANA name; UTC when left out" });

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
