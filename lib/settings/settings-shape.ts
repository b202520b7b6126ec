import { z } from "zod";

/** What the API says of the installation's settings. The secret that signs alerts is told once, when it is made. */

/** Who said what the public address is. `environment`: PUBLIC_URL, which nobody changes here. `start`: nobody; it is where we listen. */
export const publicUrlOrigins = ["environment", "settings", "start"] as const;

const days = z.number().int().nullable();

const members = {
  publicUrl: z.string().meta({ description: "The address that providers and browsers use, without a slash at its end" }),
  publicUrlFrom: z.enum(publicUrlOrigins).meta({ description: "environment: PUBLIC_URL is set, and publicUrl cannot be changed here; start: nobody chose one, it is where we listen" }),
  timeZone: z.string().meta({ description: "IANA name: where days begin, unless somebody asks for another" }),
  sessionHours: z.number().int().meta({ description: "How long a sign-in lasts; acts at the next one" }),
  signInMethods: z.object({ password: z.boolean(), oidc: z.boolean() }),
  retention: z.object({ requestsDays: days, eventsDays: days, attemptsDays: days }).meta({ description: "Days that they are kept; null: for ever" }),
  alertChannels: z.object({
    mailTo: z.array(z.string()),
    webhookUrl: z.string().nullable(),
    webhookSecretFingerprint: z.string().nullable().meta({ description: "8 hex digits of a keyed hash of the secret that signs alerts" }),
  }),
  auditAnchorMail: z.boolean().meta({ description: "The head of the audit's chain is mailed to mailTo once a day" }),
  updatedAt: z.iso.datetime(),
};

export const settingsShape = z.object(members).meta({ id: "Settings" });
export type SettingsView = z.infer<typeof settingsShape>;

export const changedSettingsShape = z
  .object({ ...members, secret: z.string().nullable().meta({ description: "What signs alerts from now on: only in the one answer that made it" }) })
  .meta({ id: "ChangedSettings" });
export type ChangedSettings = z.infer<typeof changedSettingsShape>;
