import { z } from "zod";
import { dryRun } from "#lib/validations/dry-run";
import { dryRunInput } from "#lib/validations/dry-run-input";
import { dryRunShape } from "#lib/validations/dry-run-shape";
import { getValidation, listValidations } from "#lib/validations/read-validations";
import { validationsQuery, validationStatsQuery } from "#lib/validations/validation-queries";
import { validationShape } from "#lib/validations/validation-shape";
import { validationStats } from "#lib/validations/validation-stats";
import { validationStatsShape } from "#lib/validations/validation-stats-shape";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

export const listValidationsRoute = defineRoute({
  method: "GET",
  path: "/validations",
  summary: "Decisions on payments before they were tried",
  description: "Newest first, each with the rule that decided, what velocity was, what the merchant's URL said, the answer and the time taken. Personal fields are masked.",
  permission: "validations.read",
  query: validationsQuery,
  responses: { 200: page(validationShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listValidations(actor, query) }),
});

export const validationStatsRoute = defineRoute({
  method: "GET",
  path: "/validations/stats",
  summary: "Decisions in figures",
  description: "Approve rate, declines by rule, time taken and fallbacks; of the last 24 hours unless a time is given.",
  permission: "validations.read",
  query: validationStatsQuery,
  responses: { 200: validationStatsShape },
  run: async ({ actor, query }) => ({ status: 200, body: await validationStats(actor, query) }),
});

export const getValidationRoute = defineRoute({
  method: "GET",
  path: "/validations/{id}",
  summary: "One decision",
  permission: "validations.read",
  params: z.object({ id: z.string().meta({ description: "val_…" }) }),
  responses: { 200: validationShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getValidation(actor, id) }),
});

export const dryRunRoute = defineRoute({
  method: "POST",
  path: "/validation-rules/dry-run",
  summary: "What rules would have said of recorded attempts",
  description:
    "Decides them again in the order in which they came, velocity counted anew by what these rules approve. Nothing is written, sent or asked: an answer of your own URL counts where it is recorded for the same URL. At most 50000 attempts at once, the latest of the time, with as many payments before them remembered for velocity; more than 20 s, and more than two at once, are refused.",
  permission: "validationRules.write",
  body: dryRunInput,
  responses: { 200: dryRunShape },
  idempotent: false,
  run: async ({ actor, body }) => ({ status: 200, body: await dryRun(actor, body) }),
});
