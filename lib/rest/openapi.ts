import { z } from "zod";
import { permissions } from "#lib/access/permissions";
import { problemKinds } from "#lib/platform/problem";
import type { Route } from "./define-route.ts";
import { type JsonObject, jsonSchemaOf } from "./json-schema-of.ts";

const problemShape = z
  .object({
    type: z.string().meta({ description: "`urn:countersign:problem:…`" }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().meta({ description: "What happened, why, and what to do" }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): JsonObject {
  const components: Record<string, unknown> = {};
  const problem = jsonSchemaOf(problemShape, "output", components);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const methods = (paths[route.path] ??= {});
    methods[route.method.toLowerCase()] = operation(route, components, problem);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Countersign", version: "1", description: "The merchant's side of payment webhooks. Ids carry a prefix by noun; times are RFC 3339 in UTC; lists are newest first." },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }, { session: [], csrf: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, `cs_…`" },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token", description: "The dashboard's session" },
        csrf: { type: "apiKey", in: "header", name: "X-CSRF-Token", description: "From `GET /session`; needed for writes with the session cookie" },
      },
    },
  };
}

function operation(route: Route, components: Record<string, unknown>, problem: JsonObject): JsonObject {
  const responses = Object.entries(route.responses).map(([status, schema]): [string, JsonObject] => {
    if (status === "204") return [status, { description: "Done" }];
    return [status, { description: "Done", content: { "application/json": { schema: jsonSchemaOf(schema, "output", components) } } }];
  });
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: [route.description, permissionSentence(route)].filter((part) => part !== null).join("\n\n"),
    ...(route.permission === null ? { security: [] } : {}),
    parameters: [...parameters(route.params, "path", components), ...parameters(route.query, "query", components), ...(route.idempotent && route.permission !== null ? [idempotencyKey] : [])],
    ...(route.body === null ? {} : { requestBody: { required: true, content: { "application/json": { schema: jsonSchemaOf(route.body, "input", components) } } } }),
    responses: { ...Object.fromEntries(responses), default: { description: refusals, content: { "application/problem+json": { schema: problem } } } },
  };
}

const refusals = `Refused: ${Object.values(problemKinds)
  .map(({ status, title }) => `${String(status)} ${title}`)
  .join("; ")}.`;

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Makes repeating this call safe for 24 hours: the same key and body get the same answer, with secrets as `null`.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function parameters(schema: z.ZodObject | null, place: "path" | "query", components: Record<string, unknown>): readonly JsonObject[] {
  if (schema === null) return [];
  const { properties, required } = jsonSchemaOf(schema, "input", components);
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const members: readonly (readonly [string, unknown])[] = Object.entries(typeof properties === "object" && properties !== null ? properties : {});
  return members.map(([name, member]) => ({ name, in: place, required: place === "path" || needed.includes(name), schema: member }));
}

/** `GET /sources/{id}/keys` is `getSourcesByIdKeys`. */
function operationId(route: Route): string {
  const words = route.path.split("/").flatMap((part) => (part.startsWith("{") ? ["by", part.slice(1, -1)] : part.split(/[.-]/)));
  return route.method.toLowerCase() + words.filter((word) => word !== "").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function permissionSentence(route: Route): string {
  if (route.permission === null) return "Open to anybody.";
  if (route.permission === "signedIn") return "For any person or API key.";
  const { role, scope } = permissions[route.permission];
  return `For ${role === "viewer" ? "any person" : `the role ${role}${role === "admin" ? "" : " or above"}`}${scope === null ? "; no API key may" : ` or an API key with the scope \`${scope}\``}.`;
}
