import { z } from "zod";
import { looksLikeSecret } from "#lib/audit/refuse-secrets";
import { maskCardText } from "#lib/platform/mask-card-text";

/** What somebody writes down for colleagues: may have several lines, and nothing that looks like a secret, since the audit keeps it for ever. Card numbers in it are masked. */
export const noteText = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(2000, "must not be longer than 2000 characters")
  .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), "must be plain text")
  .refine((text) => !looksLikeSecret(text), "looks like a secret; notes are shown to everybody and kept in the audit")
  .overwrite(maskCardText);
