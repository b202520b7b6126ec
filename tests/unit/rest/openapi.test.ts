import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Route } from "#lib/rest/define-route";
import { jsonSchemaOf } from "#lib/rest/json-schema-of";
import { openApiDocument } from "#lib/rest/openapi";
import { routeList } from "#lib/rest/route-list";

const document = openApiDocument(routeList, "https://pay.example.com");
const text = JSON.stringify(document);
const nameOf = (route: Route): string => `${route.method} ${route.path}`;

describe("the OpenAPI document", () => {
  it("has every route once", () => {
    expect(new Set(routeList.map(nameOf)).size).toBe(routeList.length);
    const paths = z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string(), summary: z.string() }))).parse(document["paths"]);
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(operations).toHaveLength(routeList.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routeList.length);
  });

  it("refers to nothing that it does not hold", () => {
    const { schemas } = z.object({ schemas: z.record(z.string(), z.unknown()) }).parse(document["components"]);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? "");
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(Object.keys(schemas)).toContain(reference.replace("#/components/schemas/", ""));
  });

  it("writes amounts as integers and times as RFC 3339", () => {
    expect(jsonSchemaOf(z.object({ amountMinor: z.bigint(), at: z.date().nullable() }), "output", {})).toMatchObject({
      properties: { amountMinor: { type: "integer" }, at: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] } },
    });
  });
});

describe("the routes", () => {
  it.each(routeList.map((route) => [nameOf(route), route] as const))("%s describes each name in its path", (_name, route) => {
    const names = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(new Set(Object.keys(route.params?.shape ?? {}))).toEqual(names);
  });

  it.each(routeList.flatMap((route) => (route.body === null ? [] : [[nameOf(route), route.body] as const])))("%s takes no unknown member, however deep", (_name, body) => {
    const components: Record<string, unknown> = {};
    const schema = jsonSchemaOf(body, "input", components);
    for (const object of objectsIn([schema, components])) expect(object, JSON.stringify(object)).toHaveProperty("additionalProperties");
  });

  it("are bound, each file answering every method in our own form", () => {
    const folder = new URL("../../../app/api/v1/", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
    for (const file of files) expect(readFileSync(new URL(file, folder), "utf8"), file).toMatch(/GET, POST, PUT, PATCH, DELETE \}|as GET,\s.* as POST,\s.* as PUT,\s.* as PATCH,\s.* as DELETE,/s);
    const bound = files.map((file) => `/${file.replace(/\/route\.ts$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")}`);
    for (const { path } of routeList) expect(bound).toContain(path);
  });
});

/** Every schema of an object with named members inside. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "properties" in value && "type" in value && value.type === "object" ? [value] : [];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
}
