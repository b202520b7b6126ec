import { z } from "zod";

/** The part of JSON Schema in which the adapters' settings are written. */
interface SettingsSchema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly type?: string | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, SettingsSchema>> | undefined;
  readonly items?: SettingsSchema | undefined;
  readonly oneOf?: readonly SettingsSchema[] | undefined;
}

const settingsSchema: z.ZodType<SettingsSchema> = z.lazy(() =>
  z.object({
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    type: z.string().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), settingsSchema).optional(),
    items: settingsSchema.optional(),
    oneOf: z.array(settingsSchema).optional(),
  }),
);

/** The values of `scheme` between which these settings differ; one `null` where there is no scheme. */
export function schemesOf(schema: unknown): readonly (string | null)[] {
  const { oneOf, properties } = settingsSchema.parse(schema);
  const values = oneOf?.map((option) => option.properties?.["scheme"]?.const) ?? properties?.["scheme"]?.enum ?? [];
  const names = values.filter((value) => typeof value === "string");
  return names.length === 0 ? [null] : names;
}

/** The smallest settings under a scheme: required members alone, each with some value of its type. */
export function sampleOfSchema(schema: unknown, scheme: string | null): unknown {
  const parsed = settingsSchema.parse(schema);
  const chosen = parsed.oneOf?.find((option) => option.properties?.["scheme"]?.const === scheme) ?? parsed;
  return { ...Object.fromEntries(requiredMembers(chosen)), ...(scheme === null ? {} : { scheme }) };
}

function requiredMembers(schema: SettingsSchema): [string, unknown][] {
  return (schema.required ?? []).map((name) => [name, sampleValue(schema.properties?.[name] ?? {})]);
}

function sampleValue(schema: SettingsSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case "array":
      return [sampleValue(schema.items ?? {})];
    case "object":
      return Object.fromEntries(requiredMembers(schema));
    case "integer":
    case "number":
      return 300;
    case "boolean":
      return false;
    default:
      return "example";
  }
}
