import { listOf, memberOf, textOf } from "../schema-members.ts";

/** A JSON Schema as people write shapes down: `{ "id": string, … }`, with its descriptions as comments. Pure. */
export function schemaText(schema: unknown, indent = ""): string {
  const ref = textOf(schema, "$ref");
  if (ref !== null) return ref.slice(ref.lastIndexOf("/") + 1);
  const options = listOf(schema, "anyOf") ?? listOf(schema, "oneOf");
  if (options !== null) return options.map((option) => schemaText(option, indent)).join(" | ");
  const constant = memberOf(schema, "const");
  if (constant !== undefined) return JSON.stringify(constant);
  const choices = listOf(schema, "enum");
  if (choices !== null) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  const type = memberOf(schema, "type");
  if (Array.isArray(type)) return type.map(String).join(" | ");
  if (type === "array") return arrayText(schema, indent);
  if (type === "object" || memberOf(schema, "properties") !== undefined) return objectText(schema, indent);
  return typeof type === "string" ? type : "anything";
}

function arrayText(schema: unknown, indent: string): string {
  const items = memberOf(schema, "items") ?? memberOf(schema, "prefixItems");
  const inner = Array.isArray(items) ? `(${items.map((item) => schemaText(item, indent)).join(", ")})` : schemaText(items, indent);
  return /^[\w"]+$/.test(inner) || inner.startsWith("{") ? `${inner}[]` : `(${inner})[]`;
}

function objectText(schema: unknown, indent: string): string {
  const properties = Object.entries(memberOf(schema, "properties") ?? {});
  if (properties.length === 0) return "{ any: anything }";
  const required = new Set(listOf(schema, "required") ?? []);
  const inner = `${indent}  `;
  const lines = properties.map(([name, property]: [string, unknown]) => {
    const description = textOf(property, "description");
    return `${inner}${name}${required.has(name) ? "" : "?"}: ${schemaText(property, inner)}${description === null ? "" : `  // ${description.replaceAll("\n", " ")}`}`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}
