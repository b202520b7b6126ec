import { z } from "zod";
import { getSourceRetention, listSourceRetention } from "#lib/retention/list-source-retention";
import { previewQuery, previewRetention } from "#lib/retention/preview-retention";
import { retentionPreviewShape, sourceRetentionShape } from "#lib/retention/retention-shape";
import { setSourceRetention } from "#lib/retention/set-source-retention";
import { ownDays } from "#lib/retention/source-days";
import { defineRoute } from "./define-route.ts";

export const previewRetentionRoute = defineRoute({
  method: "GET",
  path: "/retention/preview",
  summary: "What retention would drop today",
  description:
    "With the days of the settings, or as if others were settled. Whole months are dropped, of all sources together: a month goes when its last day is older than its kind is kept by every source that has rows in it. While another source keeps a month longer, the rows of those that do not are deleted from it. Payments stay: what dropped messages said of them is kept without anything about a person, so that amounts and states change by no drop, also when a refund or a chargeback comes later. A month with an unread event or an unfinished delivery stays until that is done. Each drop stands in the audit.",
  permission: "retention.read",
  query: previewQuery,
  responses: { 200: retentionPreviewShape },
  run: async ({ actor, query }) => ({ status: 200, body: await previewRetention(actor, query) }),
});

export const listSourceRetentionRoute = defineRoute({
  method: "GET",
  path: "/retention/sources",
  summary: "Sources with days of their own",
  permission: "retention.read",
  responses: { 200: z.object({ data: z.array(sourceRetentionShape) }) },
  run: async ({ actor }) => ({ status: 200, body: { data: await listSourceRetention(actor) } }),
});

const params = z.object({ id: z.string().meta({ description: "src_…" }) });

export const getSourceRetentionRoute = defineRoute({
  method: "GET",
  path: "/sources/{id}/retention",
  summary: "How long one source's rows are kept",
  permission: "retention.read",
  params,
  responses: { 200: sourceRetentionShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getSourceRetention(actor, id) }),
});

export const setSourceRetentionRoute = defineRoute({
  method: "PUT",
  path: "/sources/{id}/retention",
  summary: "Settle how long one source's rows are kept",
  description:
    "By kind: a number of days, forever, or null for the installation's days; null for all three takes away what the source has of its own. Attempts are a source's by the event they delivered: one whose event went before it and was about no payment goes when its month goes for every source. Needs a password that was confirmed within the last 10 minutes, so that no API key changes it.",
  permission: "settings.write",
  params,
  body: ownDays,
  responses: { 200: sourceRetentionShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await setSourceRetention(actor, { id, days: body }) }),
});
