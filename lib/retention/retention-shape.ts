import { z } from "zod";

export const retentionPreviewShape = z
  .object({
    kinds: z.array(
      z.object({
        kind: z.enum(["requests", "events", "attempts"]),
        days: z.number().int().nullable().meta({ description: "null: kept for ever" }),
        rows: z.number().meta({ description: "About how many rows would go" }),
        bytes: z.number(),
        months: z.array(
          z.object({
            month: z.string().meta({ description: "2026-11, in UTC" }),
            rows: z.number(),
            bytes: z.number(),
            waitingEvents: z.number().int().meta({ description: "Not read yet: the month stays until they are" }),
            waitingDeliveries: z.number().int().meta({ description: "Not finished yet: the month stays until they are" }),
          }),
        ),
      }),
    ),
    storedMonths: z.number().int().meta({ description: "Months of requests that are stored now" }),
    storedBytes: z.number().meta({ description: "What requests, events and attempts take on the disk now" }),
  })
  .meta({ id: "RetentionPreview" });
export type RetentionPreview = z.infer<typeof retentionPreviewShape>;
