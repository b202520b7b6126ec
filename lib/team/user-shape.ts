import { z } from "zod";
import { roles } from "#lib/access/permissions";

/** invited: the link is out; disabled: refused everywhere. */
export const userStates = ["invited", "active", "disabled"] as const;
export type UserState = (typeof userStates)[number];

/** A person of the team. */
export const userShape = z
  .object({
    id: z.string().meta({ description: "usr_…" }),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    state: z.enum(userStates),
    you: z.boolean().meta({ description: "The person who asks" }),
    createdAt: z.iso.datetime(),
    joinedAt: z.iso.datetime().nullable().meta({ description: "`null` while invited" }),
    lastSeenAt: z.iso.datetime().nullable().meta({ description: "The last request of a browser of theirs within 30 days" }),
    openSessions: z.number().int().meta({ description: "Browsers that are signed in" }),
    hasPassword: z.boolean(),
    hasSingleSignOn: z.boolean().meta({ description: "Has signed in by single sign-on" }),
    hasTotp: z.boolean().meta({ description: "Signs in with a code of an authenticator app beside the password" }),
    invitation: z
      .object({ expiresAt: z.iso.datetime(), isExpired: z.boolean(), invitedBy: z.string().nullable().meta({ description: "Name of the admin" }) })
      .nullable()
      .meta({ description: "While invited" }),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof userShape>;

export const mailStates = ["sent", "failed", "not_configured"] as const;

/** A link that an invited person opens once. */
export const invitationLinkShape = z.object({
  url: z.string().meta({ description: "Told in this one answer only; works once, until expiresAt" }),
  expiresAt: z.iso.datetime(),
  mail: z.enum(mailStates).meta({ description: "Whether the link was also mailed; not_configured: SMTP_URL is not set" }),
  mailProblem: z.string().nullable().meta({ description: "Why not, where it failed" }),
});
