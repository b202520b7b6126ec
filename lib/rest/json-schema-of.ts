import { z } from "zod";

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of a zod schema. Schemas with an id go into `components` and are referred to; bigints are integers,
 * dates RFC 3339 texts, and what JSON Schema cannot say is anything.
 */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output", components: Record<string, unknown>): JsonObject {
  const made: unknown = JSON.parse(
    JSON.stringify(
      z.toJSONSchema(schema, {
        io,
        target: "draft-2020-12",
        unrepresentable: "any",
        override: ({ zodSchema, jsonSchema }) => {
          const { type } = zodSchema._zod.def;
          if (type === "bigint") jsonSchema.type = "integer";
          if (type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
        },
      }),
    ).replaceAll('"#/$defs/', '"#/components/schemas/'),
  );
  const { $defs, $schema: _dialect, id: rootId, ...rest } = objectOf(made);
  Object.assign(components, withoutIds(objectOf($defs ?? {})));
  if (typeof rootId !== "string") return rest;
  components[rootId] = rest;
  return { $ref: `#/components/schemas/${rootId}` };
}

/** Zod writes the id into each named schema too, where JSON Schema has no such word. */
function withoutIds(definitions: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      const { id: _id, ...rest } = objectOf(definition);
      return [name, rest];
    }),
  );
}

function objectOf(value: unknown): JsonObject {
  return z.record(z.string(), z.unknown()).parse(value);
}
