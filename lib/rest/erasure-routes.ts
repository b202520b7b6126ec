import { z } from "zod";
import { erasurePlanShape, erasureShape } from "#lib/retention/erasure-shape";
import { getErasure } from "#lib/retention/get-erasure";
import { erasureInput, planErasure, startErasure } from "#lib/retention/start-erasure";
import { defineRoute } from "./define-route.ts";

export const eraseCustomerRoute = defineRoute({
  method: "POST",
  path: "/customers/{reference}/erase",
  summary: "Overwrite what is kept of a customer",
  description:
    "Names, addresses and the reference itself are overwritten in stored requests and their headers, in transactions, notes and what they are found by, in validations, in what was kept for deliveries and for repeated calls, and answers to attempts are emptied; amounts, states, references of payments and keyed digests stay. Overwritten requests can be verified no more, and are delivered as normalized. With dryRun it only counts. The worker does it in pieces: GET /erasures/{id}. What the customer does later is received as ever; erase again. People prove their password first. Stands in the audit, which names customers by a digest.",
  permission: "personal.erase",
  params: z.object({ reference: z.string().min(1).max(500) }),
  body: erasureInput,
  responses: { 200: erasurePlanShape, 202: erasureShape },
  run: async ({ actor, params: { reference }, body: { sourceIds, dryRun } }) => {
    const asked = { reference, ...(sourceIds === undefined ? {} : { sourceIds }) };
    return dryRun ? { status: 200, body: await planErasure(actor, asked) } : { status: 202, body: await startErasure(actor, asked) };
  },
});

export const getErasureRoute = defineRoute({
  method: "GET",
  path: "/erasures/{id}",
  summary: "How far an erasure is",
  description: "finishedAt is null while it runs.",
  permission: "personal.erase",
  params: z.object({ id: z.string().meta({ description: "ers_…" }) }),
  responses: { 200: erasureShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getErasure(actor, id) }),
});
