import { z } from "zod";
import { activateRuleSet } from "#lib/validations/activate-rule-set";
import { createRuleSet } from "#lib/validations/create-rule-set";
import { deleteRuleSet } from "#lib/validations/delete-rule-set";
import { getRuleSet } from "#lib/validations/get-rule-set";
import { listRuleSets, ruleSetsQuery } from "#lib/validations/list-rule-sets";
import { retireRuleSet } from "#lib/validations/retire-rule-set";
import { activationInput, newRuleSetInput, ruleSetChanges, shadowInput } from "#lib/validations/rule-set-input";
import { ruleSetShape } from "#lib/validations/rule-set-shape";
import { shadowRuleSet } from "#lib/validations/shadow-rule-set";
import { updateRuleSet } from "#lib/validations/update-rule-set";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "rul_…" }) });

export const listRuleSetsRoute = defineRoute({
  method: "GET",
  path: "/validation-rules",
  summary: "Rule sets that decide on payments before they are tried",
  description: "Versions of all sources or of one, newest first: drafts, the active one, the one that runs beside it, and those that were retired.",
  permission: "validationRules.read",
  query: ruleSetsQuery,
  responses: { 200: page(ruleSetShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listRuleSets(actor, query) }),
});

export const createRuleSetRoute = defineRoute({
  method: "POST",
  path: "/validation-rules",
  summary: "Draft a new version of a source's rules",
  description: "Empty, or a copy of the version in `basedOn`, with the members that are given over it. A draft decides nothing until it is activated.",
  permission: "validationRules.write",
  body: newRuleSetInput,
  responses: { 201: ruleSetShape },
  run: async ({ actor, body }) => ({ status: 201, body: await createRuleSet(actor, body) }),
});

export const getRuleSetRoute = defineRoute({
  method: "GET",
  path: "/validation-rules/{id}",
  summary: "One version of a source's rules",
  permission: "validationRules.read",
  params,
  responses: { 200: ruleSetShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getRuleSet(actor, id) }),
});

export const updateRuleSetRoute = defineRoute({
  method: "PATCH",
  path: "/validation-rules/{id}",
  summary: "Change a draft",
  description: "Members that are left out stay; `rules` replaces all rules. With `updatedAt` as it was read, a change by somebody else since answers 409. Versions that were active or ran beside are never changed.",
  permission: "validationRules.write",
  params,
  body: ruleSetChanges,
  responses: { 200: ruleSetShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await updateRuleSet(actor, id, body) }),
});

export const deleteRuleSetRoute = defineRoute({
  method: "DELETE",
  path: "/validation-rules/{id}",
  summary: "Throw a draft away",
  permission: "validationRules.write",
  params,
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await deleteRuleSet(actor, { id }) }),
});

export const activateRuleSetRoute = defineRoute({
  method: "POST",
  path: "/validation-rules/{id}/activate",
  summary: "Let a version decide from now on",
  description: "A draft, the one that ran beside, or a former version. The one that was active is retired in the same moment; to go back, activate it again. People prove their password first.",
  permission: "validationRules.activate",
  params,
  body: activationInput,
  responses: { 200: ruleSetShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await activateRuleSet(actor, id, body) }),
});

export const retireRuleSetRoute = defineRoute({
  method: "POST",
  path: "/validation-rules/{id}/retire",
  summary: "Let no version decide",
  description: "The active version is retired and none takes its place: every payment is approved until one is activated. People prove their password first.",
  permission: "validationRules.activate",
  params,
  responses: { 200: ruleSetShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await retireRuleSet(actor, { id }) }),
});

export const shadowRuleSetRoute = defineRoute({
  method: "POST",
  path: "/validation-rules/{id}/shadow",
  summary: "Let a version run beside the active one, or no longer",
  description: "Decisions record what it would have said; answers stay those of the active version. One of each source at a time.",
  permission: "validationRules.activate",
  params,
  body: shadowInput,
  responses: { 200: ruleSetShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await shadowRuleSet(actor, { id, ...body }) }),
});
