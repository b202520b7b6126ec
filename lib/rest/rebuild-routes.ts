import { z } from "zod";
import { cancelRebuild } from "#lib/transactions/cancel-rebuild";
import { getRebuild, listRebuilds, rebuildsQuery } from "#lib/transactions/list-rebuilds";
import { rebuildShape } from "#lib/transactions/rebuild-shape";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const ofRebuild = z.object({ id: z.string().meta({ description: "rbd_…" }) });

export const listRebuildsRoute = defineRoute({
  method: "GET",
  path: "/rebuilds",
  summary: "Rebuilds and how far they are",
  description: "Newest first.",
  permission: "transactions.read",
  query: rebuildsQuery,
  responses: { 200: page(rebuildShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listRebuilds(actor, query) }),
});

export const getRebuildRoute = defineRoute({
  method: "GET",
  path: "/rebuilds/{id}",
  summary: "How far a rebuild is",
  description: "done of total grows with every piece of 200 transactions; finishedAt is null while it runs.",
  permission: "transactions.read",
  params: ofRebuild,
  responses: { 200: rebuildShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getRebuild(actor, id) }),
});

export const cancelRebuildRoute = defineRoute({
  method: "POST",
  path: "/rebuilds/{id}/cancel",
  summary: "End a running rebuild",
  description: "Transactions that were folded again stay so; the piece at work is finished. 409 for one that is over. Stands in the audit.",
  permission: "transactions.rebuild",
  params: ofRebuild,
  responses: { 200: rebuildShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await cancelRebuild(actor, { id }) }),
});
