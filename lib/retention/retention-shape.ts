import { z } from "zod";

const kind = z.enum(["requests", "events", "attempts"]);
const waiting = {
  waitingEvents: z.number().int().meta({ description: "Not read yet: the month stays until they are" }),
  waitingDeliveries: z.number().int().meta({ description: "Not finished yet: the month stays until they are" }),
};
const month = z.string().meta({ description: "2026-11, in UTC" });

export const retentionPreviewShape = z
  .object({
    kinds: z.array(
      z.object({
        kind,
        days: z.number().int().nullable().meta({ description: "Of the installation; null: kept for ever" }),
        rows: z.number().meta({ description: "About how many rows would go with whole months" }),
        bytes: z.number(),
        months: z.array(z.object({ month, rows: z.number(), bytes: z.number(), ...waiting })),
      }),
    ),
    sources: z
      .array(
        z.object({
          sourceId: z.string(),
          name: z.string(),
          kind,
          days: z.number().int(),
          rows: z.number().meta({ description: "How many rows would go: counted" }),
          months: z.array(z.object({ month, rows: z.number(), ...waiting })),
        }),
      )
      .meta({ description: "Rows that would go of single sources, in months that another source still keeps" }),
    storedMonths: z.number().int().meta({ description: "Months of requests that are stored now" }),
    storedBytes: z.number().meta({ description: "What requests, events and attempts take on the disk now" }),
  })
  .meta({ id: "RetentionPreview" });
export type RetentionPreview = z.infer<typeof retentionPreviewShape>;

const days = z.union([z.number().int(), z.literal("forever")]).nullable().meta({ description: "null: as the installation" });

export const sourceRetentionShape = z
  .object({
    sourceId: z.string(),
    name: z.string(),
    requestsDays: days,
    eventsDays: days,
    attemptsDays: days,
    updatedAt: z.iso.datetime().nullable().meta({ description: "null: it has nothing of its own" }),
  })
  .meta({ id: "SourceRetention" });
export type SourceRetention = z.infer<typeof sourceRetentionShape>;
