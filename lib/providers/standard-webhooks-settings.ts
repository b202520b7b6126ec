import { z } from "zod";
import { toleranceField } from "./settings-fields.ts";

export const standardWebhooksSettings = z.strictObject({ toleranceSeconds: toleranceField(600) });
export type StandardWebhooksSettings = z.infer<typeof standardWebhooksSettings>;
