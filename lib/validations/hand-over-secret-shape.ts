import { z } from "zod";

/** What signs questions to the merchant's own URL. */
export const revealedHandOverSecretsShape = z
  .object({ sourceId: z.string(), secrets: z.array(z.object({ secret: z.string(), expiresAt: z.iso.datetime().nullable() })).meta({ description: "Those that sign now, oldest first" }) })
  .meta({ id: "HandOverSecrets" });
export type RevealedHandOverSecrets = z.infer<typeof revealedHandOverSecretsShape>;

/** Body of `POST /sources/{id}/hand-over-secrets/rotate`. */
export const handOverRotation = z.strictObject({
  expirePreviousAfterSeconds: z.number().int().min(0).max(30 * 86_400).default(86_400).meta({ description: "For so long both sign; a day when left out" }),
});
