import { z } from "zod";
import { providerIds } from "#lib/providers/provider";

/** What the API says of sources and keys. Times are RFC 3339 UTC. No shape ever holds sealed text. */

export const keyStatuses = ["active", "expiring", "expired", "revoked"] as const;
export type KeyStatus = (typeof keyStatuses)[number];

export const sourceStatuses = ["active", "paused", "archived"] as const;
export type SourceStatus = (typeof sourceStatuses)[number];

const time = z.iso.datetime();

export const keyShape = z
  .object({
    id: z.string().meta({ description: "key_…" }),
    label: z.string(),
    fingerprint: z.string().meta({ description: "8 hex digits of a keyed hash: the same for the same secret, and tells nothing about it" }),
    status: z.enum(keyStatuses).meta({ description: "expiring: verifies until expiresAt" }),
    activeFrom: time,
    expiresAt: time.nullable(),
    lastVerifiedAt: time.nullable(),
    verifiedCount: z.number().int().meta({ description: "Requests that this key verified, repeats included" }),
    verifiedLastDay: z.number().int().meta({ description: "Of these, those of the last 24 hours, counted from the beginning of an hour" }),
    safeToRetire: z.boolean().meta({
      description:
        "True when a newer key has verified something and this one nothing for as long as the provider may go on sending with a former key (adyen 30 days, stripe 3 days, others 48 hours)",
    }),
    retirableFrom: time.nullable().meta({ description: "When it becomes safe to retire if it verifies nothing more; null: no newer key has verified anything yet" }),
  })
  .meta({ id: "Key" });
export type Key = z.infer<typeof keyShape>;

/** The answer that makes a key: `secret` is there only if it was generated, and only this once. */
export const newKeyShape = keyShape
  .extend({
    secret: z.string().nullable().meta({ description: "Only in this one answer, and only when we made the key" }),
    warnings: z.array(z.string()).meta({ description: "What is unusual about a key that was taken, such as its being short" }),
  })
  .meta({ id: "NewKey" });
export type NewKey = z.infer<typeof newKeyShape>;

const sourceMembers = {
  id: z.string().meta({ description: "src_…" }),
  provider: z.enum(providerIds),
  name: z.string(),
  mode: z.enum(["test", "live"]),
  status: z.enum(sourceStatuses).meta({ description: "paused: takes messages and holds deliveries; archived: refuses messages" }),
  settings: z.record(z.string(), z.unknown()).nullable().meta({ description: "null for viewers" }),
  token: z.string().nullable().meta({ description: "null for viewers" }),
  webhookUrl: z.string().nullable().meta({ description: "null for viewers" }),
  validationUrl: z.string().nullable().meta({ description: "Where the provider sends validations; null where it sends none, and for viewers" }),
  previousTokens: z
    .array(
      z.object({
        token: z.string(),
        expiresAt: time,
        lastUsedAt: time.nullable().meta({ description: "The last message that a key vouched for and that came to this URL since it is a former one; seconds late" }),
        useCount: z.number().int().meta({ description: "How many such messages there were" }),
      }),
    )
    .meta({ description: "Former tokens that still work; [] for viewers" }),
  silenceAlarmMinutes: z.number().int().nullable(),
  lastMessageAt: time.nullable().meta({ description: "The last request that one of the keys vouched for" }),
  createdAt: time,
};

export const sourceShape = z
  .object({ ...sourceMembers, keys: z.array(keyShape).meta({ description: "Oldest first; [] for viewers" }) })
  .meta({ id: "Source" });
export type Source = z.infer<typeof sourceShape>;

export const newSourceShape = z
  .object({ ...sourceMembers, keys: z.array(newKeyShape) })
  .meta({ id: "NewSource" });
export type NewSource = z.infer<typeof newSourceShape>;

export const revealedKeyShape = z.object({ id: z.string(), secret: z.string() }).meta({ id: "RevealedKey" });
export type RevealedKey = z.infer<typeof revealedKeyShape>;
