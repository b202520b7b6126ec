import { z } from "zod";
import { installation } from "#lib/platform/installation";
import { RawJson } from "#lib/platform/raw-json";
import { defineRoute } from "./define-route.ts";
import { openApiDocument } from "./openapi.ts";
import { routeList } from "./route-list.ts";

export const getOpenApi = defineRoute({
  method: "GET",
  path: "/openapi.json",
  summary: "This document",
  permission: null,
  responses: { 200: z.instanceof(RawJson).meta({ description: "OpenAPI 3.1" }) },
  run: async () => ({ status: 200, body: new RawJson(JSON.stringify(openApiDocument(routeList, installation().publicUrl))) }),
});

export const getDocs = defineRoute({
  method: "GET",
  path: "/docs",
  summary: "The page to read it",
  permission: null,
  responses: { 307: z.null() },
  run: () => Promise.resolve(new Response(null, { status: 307, headers: { location: "/docs" } })),
});
