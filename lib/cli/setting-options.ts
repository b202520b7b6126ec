import { z } from "zod";
import type { Provider } from "#lib/providers/provider";
import { UsageError } from "./usage-error.ts";

/** `--setting name=value` as the provider's settings take them: lists by commas, numbers and yes/no by the schema. */
export function readSettings(provider: Provider, given: readonly string[]): Readonly<Record<string, unknown>> {
  const fields = settingFields(provider);
  return Object.fromEntries(
    given.map((entry) => {
      const equals = entry.indexOf("=");
      const name = entry.slice(0, Math.max(0, equals));
      const types = fields.get(name);
      if (equals < 1) throw new UsageError(`--setting is "${entry}", but should be name=value.`);
      if (types === undefined) throw new UsageError(`${provider.name} has no setting "${name}". It has: ${[...fields.keys()].join(", ")}.`);
      return [name, valueOf(entry.slice(equals + 1), types)];
    }),
  );
}

function valueOf(text: string, types: ReadonlySet<string>): unknown {
  if (types.has("array")) return text.split(",").map((part) => part.trim());
  if ((types.has("integer") || types.has("number")) && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  if (types.has("null") && text === "") return null;
  return text;
}

const fieldSchema: z.ZodType<{ type?: string | string[] | undefined; anyOf?: { type?: string | undefined }[] | undefined }> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  anyOf: z.array(z.looseObject({ type: z.string().optional() })).optional(),
});
const properties = z.looseObject({ properties: z.record(z.string(), fieldSchema).optional() });
const settingsSchema = z.looseObject({ ...properties.shape, anyOf: z.array(properties).optional(), oneOf: z.array(properties).optional() });

/** The names of a provider's settings with the JSON types that each may have. */
function settingFields(provider: Provider): ReadonlyMap<string, ReadonlySet<string>> {
  const schema = settingsSchema.parse(z.toJSONSchema(provider.settings, { io: "input" }));
  const fields = new Map<string, ReadonlySet<string>>();
  for (const variant of [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    for (const [name, field] of Object.entries(variant.properties ?? {})) {
      const types = [field.type ?? [], ...(field.anyOf ?? []).map(({ type }) => type ?? [])].flat();
      fields.set(name, new Set([...(fields.get(name) ?? []), ...types]));
    }
  }
  return fields;
}
