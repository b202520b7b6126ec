import { z } from "zod";
import { emailInput } from "#lib/access/email";
import { decodeWebhookSecret, secretPrefix } from "#lib/signing/standard-webhooks";
import { timeZoneInput } from "#lib/platform/time-zone";

const days = z.number().int().min(1, "must be at least one day").max(36_500, "must not be more than 36500 days; null keeps them for ever").nullable();

/** An address without a path: what providers and browsers put before every path of ours. */
export const publicUrlInput = z
  .string()
  .trim()
  .max(2_048)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" && url.search === "" && url.hash === "" && url.pathname === "/";
    if (url !== null && isPlain) return url.origin;
    context.addIssue({ code: "custom", message: "must be scheme and host alone, such as https://payments.example.com" });
    return z.NEVER;
  });

const secretInput = z.string().max(200).refine(
  (text) => {
    const bytes = decodeWebhookSecret(text);
    return bytes !== null && bytes.length >= 24 && bytes.length <= 64;
  },
  { error: `must be ${secretPrefix} followed by 24 to 64 bytes in base64` },
);

/** Body of `PATCH /settings`: members that are left out stay. */
export const settingsChanges = z.strictObject({
  publicUrl: publicUrlInput.nullable().optional().meta({ description: "null: where we listen. Refused while PUBLIC_URL is set" }),
  timeZone: timeZoneInput.optional().meta({ description: "IANA name, such as Europe/Berlin" }),
  sessionHours: z.number().int().min(1, "must be at least one hour").max(168, "must not be more than 168 hours, which is a week").optional(),
  signInMethods: z.strictObject({ password: z.boolean().optional(), oidc: z.boolean().optional() }).optional().meta({ description: "At least one stays" }),
  retention: z.strictObject({ requestsDays: days.optional(), eventsDays: days.optional(), attemptsDays: days.optional() }).optional(),
  alertChannels: z
    .strictObject({
      mailTo: z.array(emailInput).max(20, "must not be more than 20 addresses").transform((list) => [...new Set(list)]).optional(),
      webhookUrl: z.string().min(1, "must not be empty").max(2_048).nullable().optional().meta({ description: "null: no webhook. The first URL makes a secret, told in this one answer" }),
      webhookSecret: secretInput.optional().meta({ description: "Left out: one is made when there is none" }),
      newWebhookSecret: z.literal(true).optional().meta({ description: "true: a new secret is made; the former one ends at once" }),
    })
    .optional(),
  auditAnchorMail: z.boolean().optional(),
});
export type SettingsChanges = z.output<typeof settingsChanges>;
