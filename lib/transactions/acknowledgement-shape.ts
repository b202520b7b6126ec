import { z } from "zod";
import { anomalyCodes } from "./anomalies.ts";

/** Whether a person has looked at an anomaly. */
export const acknowledgementShape = z
  .object({
    transactionId: z.string().meta({ description: "txn_…" }),
    code: z.enum(anomalyCodes),
    acknowledged: z.boolean(),
    acknowledgedAt: z.iso.datetime().nullable(),
    acknowledgedBy: z.string().nullable().meta({ description: "As the audit names people and keys" }),
  })
  .meta({ id: "Acknowledgement" });
export type Acknowledgement = z.infer<typeof acknowledgementShape>;
