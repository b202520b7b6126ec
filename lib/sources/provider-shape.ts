import { z } from "zod";
import { providerIds } from "#lib/providers/provider";

/** What a provider's keys look like and what to do in its back office, under one of its schemes. */
const variantShape = z.object({
  scheme: z.string().nullable().meta({ description: "Value of settings.scheme; null where the provider has one scheme only" }),
  keyFormat: z.object({ description: z.string(), example: z.string(), merchantChooses: z.boolean().meta({ description: "True: a source made without keys gets a generated one" }) }),
  setup: z.array(z.object({ title: z.string(), text: z.string() })).meta({ description: "Steps in the provider's back office" }),
});

export const providerShape = z
  .object({
    id: z.enum(providerIds),
    name: z.string(),
    settings: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema of a source's settings" }),
    keyFormat: variantShape.shape.keyFormat.meta({ description: "Of the first variant" }),
    setup: variantShape.shape.setup.meta({ description: "Of the first variant" }),
    variants: z.array(variantShape).min(1),
    takesValidations: z.boolean(),
  })
  .meta({ id: "Provider" });
export type ProviderDescription = z.infer<typeof providerShape>;
