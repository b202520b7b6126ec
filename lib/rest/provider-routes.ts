import { listProviders } from "#lib/sources/list-providers";
import { providerShape } from "#lib/sources/provider-shape";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

export const listProvidersRoute = defineRoute({
  method: "GET",
  path: "/providers",
  summary: "The providers that a source can be made for",
  description: "With their settings as JSON Schema, what their keys look like, and the steps in their back office.",
  permission: "providers.read",
  responses: { 200: page(providerShape) },
  run: async ({ actor }) => ({ status: 200, body: listProviders(actor) }),
});
