import { z } from "zod";
import { permissions, roles, scopes } from "#lib/access/permissions";

const permissionNames = z.enum(Object.keys(permissions));

/** Who calls, as `GET /session` tells it. */
export const sessionShape = z
  .object({
    type: z.enum(["user", "apiKey"]),
    id: z.string().meta({ description: "`usr_…` or `tok_…`" }),
    name: z.string(),
    email: z.string().nullable().meta({ description: "`null` for an API key" }),
    role: z.enum(roles).nullable().meta({ description: "`null` for an API key" }),
    scopes: z.array(z.enum(scopes)).nullable().meta({ description: "What an API key may do now; `null` for a person" }),
    permissions: z.array(permissionNames).meta({ description: "What this caller may do" }),
    csrfToken: z.string().nullable().meta({ description: "For the header X-CSRF-Token of writes with the session cookie; `null` for an API key, which needs none" }),
    expiresAt: z.date().nullable().meta({ description: "When this session ends at the latest; `null` for an API key" }),
    steppedUpUntil: z.date().nullable().meta({ description: "Until when the password counts as freshly confirmed" }),
  })
  .meta({ id: "Session" });

export type Session = z.infer<typeof sessionShape>;
