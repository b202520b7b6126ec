import { z } from "zod";
import { looksLikeSecret } from "#lib/audit/refuse-secrets";
import { isOneLine } from "#lib/platform/is-one-line";
import { maskCardText } from "#lib/platform/mask-card-text";

/** A name or a label: short, and nothing that looks like a secret, since everybody sees it and the audit keeps it for ever. Card numbers in it are masked. */
export const plainTextInput = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(100, "must not be longer than 100 characters")
  .refine((text) => isOneLine(text), "must be one line of plain text")
  .refine((text) => !looksLikeSecret(text), "looks like a secret; names are shown to everybody, secrets go into their own field")
  .overwrite(maskCardText);
