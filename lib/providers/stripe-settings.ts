import { z } from "zod";
import { toleranceField } from "./settings-fields.ts";

export const stripeSettings = z.strictObject({ toleranceSeconds: toleranceField(600) });
export type StripeSettings = z.infer<typeof stripeSettings>;
