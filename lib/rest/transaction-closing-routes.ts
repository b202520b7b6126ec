import { z } from "zod";
import { acknowledgeAnomaly, unacknowledgeAnomaly } from "#lib/transactions/acknowledge-anomaly";
import { acknowledgeAnomalies, acknowledgedManyShape, acknowledgeManyInput } from "#lib/transactions/acknowledge-anomalies";
import { acknowledgementShape } from "#lib/transactions/acknowledgement-shape";
import { anomalyCodes } from "#lib/transactions/anomalies";
import { reopeningInput, reopenTransaction } from "#lib/transactions/reopen-transaction";
import { resolutionStateShape } from "#lib/transactions/resolution-shape";
import { resolutionInput, resolveTransaction } from "#lib/transactions/resolve-transaction";
import { writeFilter } from "#lib/transactions/transaction-filter";
import { defineRoute } from "./define-route.ts";

const ofTransaction = z.object({ id: z.string().meta({ description: "txn_…" }) });
const ofAnomaly = ofTransaction.extend({ code: z.enum(anomalyCodes) });

export const resolveTransactionRoute = defineRoute({
  method: "POST",
  path: "/transactions/{id}/resolve",
  summary: "Close a transaction by hand",
  description:
    "From then on its status is the one given here, whatever its events say; foldedStatus goes on following them. Later events are stored and raise the anomaly event_after_manual_close, and Praxis is answered that the transaction was updated manually. 409 where it is closed already: reopen it first. Stands in the audit with the note.",
  permission: "transactions.write",
  params: ofTransaction,
  body: resolutionInput,
  responses: { 200: resolutionStateShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await resolveTransaction(actor, { ...body, id }) }),
});

export const reopenTransactionRoute = defineRoute({
  method: "POST",
  path: "/transactions/{id}/reopen",
  summary: "Take a closing by hand back",
  description: "Its status is foldedStatus again. Events that came while it was closed were folded all along and stay flagged. 409 where it is not closed. Stands in the audit.",
  permission: "transactions.write",
  params: ofTransaction,
  body: reopeningInput,
  responses: { 200: resolutionStateShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await reopenTransaction(actor, { ...body, id }) }),
});

export const acknowledgeAnomalyRoute = defineRoute({
  method: "POST",
  path: "/transactions/{id}/anomalies/{code}/acknowledge",
  summary: "Say that an anomaly was looked at",
  description: "It stays with the transaction and no longer counts as open. A second call changes nothing and tells who was the first. 404 where the transaction has no such anomaly. Stands in the audit.",
  permission: "transactions.write",
  params: ofAnomaly,
  responses: { 200: acknowledgementShape },
  run: async ({ actor, params }) => ({ status: 200, body: await acknowledgeAnomaly(actor, params) }),
});

export const unacknowledgeAnomalyRoute = defineRoute({
  method: "DELETE",
  path: "/transactions/{id}/anomalies/{code}/acknowledge",
  summary: "Take an acknowledgement back",
  description: "The anomaly is open again. Changes nothing where it was not acknowledged. Stands in the audit.",
  permission: "transactions.write",
  params: ofAnomaly,
  responses: { 200: acknowledgementShape },
  run: async ({ actor, params }) => ({ status: 200, body: await unacknowledgeAnomaly(actor, params) }),
});

export const acknowledgeAnomaliesRoute = defineRoute({
  method: "POST",
  path: "/transactions/anomalies/acknowledge",
  summary: "Say of many transactions that an anomaly was looked at",
  description: "One kind of anomaly, in all transactions that the filter finds, up to 1000 in one call; call again while remaining is not 0. With dryRun it only counts. Stands in the audit.",
  permission: "transactions.write",
  body: acknowledgeManyInput,
  responses: { 200: acknowledgedManyShape },
  run: async ({ actor, body }) => ({ status: 200, body: await acknowledgeAnomalies(actor, { ...body, filter: writeFilter(body.filter) }) }),
});
