import { z } from "zod";
import { auditEntryShape, auditHeadShape, auditVerificationShape } from "#lib/audit/audit-shape";
import { auditQuery, getAuditEntry, getAuditHead, listAudit } from "#lib/audit/list-audit";
import { verifyAudit, verifyAuditInput } from "#lib/audit/verify-audit";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

export const listAuditRoute = defineRoute({
  method: "GET",
  path: "/audit",
  summary: "Who did what, newest first",
  permission: "audit.read",
  query: auditQuery,
  responses: { 200: page(auditEntryShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listAudit(actor, query) }),
});

export const getAuditEntryRoute = defineRoute({
  method: "GET",
  path: "/audit/{position}",
  summary: "One entry of the audit",
  permission: "audit.read",
  params: z.object({ position: z.string().meta({ description: "Its place in the chain, from 1" }) }),
  responses: { 200: auditEntryShape },
  run: async ({ actor, params: { position } }) => ({ status: 200, body: await getAuditEntry(actor, position) }),
});

export const auditHeadRoute = defineRoute({
  method: "GET",
  path: "/audit/head",
  summary: "The newest entry's place and hash",
  description: "Note its anchor outside of this installation: whoever rewrites the audit, or cuts off its end, cannot do so without another head.",
  permission: "audit.read",
  responses: { 200: auditHeadShape },
  run: async ({ actor }) => ({ status: 200, body: await getAuditHead(actor) }),
});

export const verifyAuditRoute = defineRoute({
  method: "POST",
  path: "/audit/verify",
  summary: "Check the audit's chain",
  description:
    "Walks the chain from its first entry and names the first one that was edited, removed, inserted or moved. One call looks at up to 50000 entries: while done is false, call again with after as it was answered. With an anchor from GET /audit/head of an earlier day it also shows a tail that was cut off.",
  permission: "audit.read",
  idempotent: false,
  body: verifyAuditInput,
  responses: { 200: auditVerificationShape },
  run: async ({ actor, body }) => ({ status: 200, body: await verifyAudit(actor, body) }),
});
