import { z } from "zod";
import { planRebuild } from "#lib/transactions/plan-rebuild";
import { rebuildPlanShape, rebuildShape, rebuiltTransactionShape } from "#lib/transactions/rebuild-shape";
import { rebuildOneInput, rebuildTransaction } from "#lib/transactions/rebuild-transaction";
import { rebuildInput, startRebuild } from "#lib/transactions/start-rebuild";
import { writeFilter } from "#lib/transactions/transaction-filter";
import { defineRoute } from "./define-route.ts";

export const rebuildTransactionRoute = defineRoute({
  method: "POST",
  path: "/transactions/{id}/rebuild",
  summary: "Fold a transaction's events again",
  description:
    "From the stored events, with the settings of now: after a setting of its source was corrected. With dryRun it only says what would change. A closing by hand and acknowledgements stay. It never sends anything. Stands in the audit.",
  permission: "transactions.rebuild",
  params: z.object({ id: z.string().meta({ description: "txn_…" }) }),
  body: rebuildOneInput,
  responses: { 200: rebuiltTransactionShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await rebuildTransaction(actor, { ...body, id }) }),
});

export const startRebuildRoute = defineRoute({
  method: "POST",
  path: "/transactions/rebuild",
  summary: "Fold many transactions again",
  description:
    "All that the filter finds, in the background, oldest first; GET /rebuilds/{id} tells how far it is. With dryRun it answers 200 at once with the count and what would change for some of the newest. A filter of at most sourceId and mode takes whole sources: then messages that belong to no transaction are read again too, since a corrected setting may have given them one. 409 while another rebuild runs. Stands in the audit.",
  permission: "transactions.rebuild",
  body: rebuildInput,
  responses: { 200: rebuildPlanShape, 202: rebuildShape },
  run: async ({ actor, body: { filter, dryRun } }) => (dryRun ? { status: 200, body: await planRebuild(actor, filter) } : { status: 202, body: await startRebuild(actor, { filter: writeFilter(filter) }) }),
});
