import { z } from "zod";
import { roles } from "#lib/access/permissions";

/** One's own account. */
export const accountShape = z
  .object({
    id: z.string().meta({ description: "usr_…" }),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    hasPassword: z.boolean(),
    hasSingleSignOn: z.boolean().meta({ description: "Has signed in by single sign-on" }),
    totpSince: z.iso.datetime().nullable().meta({ description: "Since when signing in asks for a code of the authenticator app; `null`: it does not" }),
    recoveryCodesLeft: z.number().int(),
  })
  .meta({ id: "Account" });
export type Account = z.infer<typeof accountShape>;

/** A browser that is signed in. */
export const ownSessionShape = z
  .object({
    id: z.string().meta({ description: "ses_…" }),
    current: z.boolean().meta({ description: "The one that asks" }),
    method: z.enum(["password", "oidc"]),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: "OwnSession" });
export type OwnSession = z.infer<typeof ownSessionShape>;
