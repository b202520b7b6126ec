import { z } from "zod";
import { toleranceField } from "./settings-fields.ts";

export const prahsysSettings = z.strictObject({
  scheme: z
    .enum(["protocol", "svix"])
    .meta({ title: "Scheme", description: "svix: live Prahsys accounts, three svix-* headers. protocol: the header x-protocol-signature of the Hosted Checkout page; no live system is known to send it." }),
  toleranceSeconds: toleranceField(600),
});
export type PrahsysSettings = z.infer<typeof prahsysSettings>;
