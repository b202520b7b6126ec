import { z } from "zod";
import { publicUrlInput } from "#lib/settings/settings-input";
import { reaches, roundTripOutcomes } from "./round-trip-outcomes.ts";

/** Body of `POST /settings/public-url/check`. */
export const publicUrlCheckInput = z.strictObject({
  url: publicUrlInput.nullable().optional().meta({ description: "Left out: the address that counts now. Another one, before it is saved: for admins who are signed in. null: where we listen" }),
});

export const publicUrlCheckShape = z
  .object({
    url: z.string(),
    outcome: z.enum(roundTripOutcomes).meta({ description: "reached: our own proof came back. refused: nothing listens, or the connection broke. not_tried: the address may not be called from here" }),
    reach: z.enum(reaches).nullable().meta({ description: "Over what kind of address it was reached; machine and network: nobody on the internet can" }),
    says: z.string().meta({ description: "What was found, in words; of an answer that is not ours never more than its status" }),
    whatToDo: z.string().nullable(),
    statusCode: z.number().int().nullable(),
    durationMs: z.number().int(),
    ifSaved: z.array(z.string()).meta({ description: "What changes besides, if this address is saved" }),
  })
  .meta({ id: "PublicUrlCheck" });
export type PublicUrlCheck = z.infer<typeof publicUrlCheckShape>;

/** Body of `POST /reach`: the token that one of our own checks made. */
export const reachInput = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/, { error: "must be a token that a check of the public address made" }) });
export const reachShape = z.object({ proof: z.string() }).meta({ id: "ReachProof" });

export const tunnelsShape = z
  .object({
    tunnels: z.array(z.object({ program: z.enum(["ngrok", "cloudflared"]), url: z.string(), port: z.number().int().nullable().meta({ description: "Where it leads on this machine; null: it does not say" }) })),
  })
  .meta({ id: "Tunnels" });
export type Tunnel = z.infer<typeof tunnelsShape>["tunnels"][number];
