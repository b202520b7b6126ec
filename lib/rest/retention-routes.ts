import { previewQuery, previewRetention } from "#lib/retention/preview-retention";
import { retentionPreviewShape } from "#lib/retention/retention-shape";
import { defineRoute } from "./define-route.ts";

export const previewRetentionRoute = defineRoute({
  method: "GET",
  path: "/retention/preview",
  summary: "What retention would drop today",
  description:
    "With the days of the settings, or as if others were settled. Whole months are dropped, of all sources together: a month goes when its last day is older than its kind is kept. Payments stay: what dropped messages said of them is kept without anything about a person, so that amounts and states change by no drop, also when a refund or a chargeback comes later. A month with an unread event or an unfinished delivery stays until that is done. Each drop stands in the audit.",
  permission: "retention.read",
  query: previewQuery,
  responses: { 200: retentionPreviewShape },
  run: async ({ actor, query }) => ({ status: 200, body: await previewRetention(actor, query) }),
});
