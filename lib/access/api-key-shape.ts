import { z } from "zod";

/** What the API says of its own keys. No shape but the answer that makes one ever holds the key itself. */

/** `suspended`: its maker is disabled, or may no longer do anything that the key was made for. */
export const apiKeyStatuses = ["active", "suspended", "expired", "revoked"] as const;

const time = z.iso.datetime();

const apiKeyMembers = {
  id: z.string().meta({ description: "tok_…" }),
  name: z.string(),
  prefix: z.string().meta({ description: "The first characters of the key, to tell keys apart" }),
  status: z.enum(apiKeyStatuses).meta({ description: "suspended: its maker is disabled, or may no longer do anything that the key was made for" }),
  scopes: z.array(z.string()).meta({ description: "What it was made for, as noun:verb" }),
  effectiveScopes: z.array(z.string()).meta({ description: "What it may do now: never more than its maker may; [] once it has ended" }),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable().meta({ description: "null: made at the command line or from ADMIN_API_KEY" }),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: "To the minute" }),
  revokedAt: time.nullable(),
};

export const apiKeyShape = z.object(apiKeyMembers).meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof apiKeyShape>;

export const newApiKeyShape = z.object({ ...apiKeyMembers, secret: z.string().nullable().meta({ description: "The key itself, only in this one answer" }) }).meta({ id: "NewApiKey" });
export type NewApiKey = ApiKey & { readonly secret: string };
