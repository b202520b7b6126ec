import { overview, overviewQuery } from "#lib/stats/overview";
import { stats, statsQuery } from "#lib/stats/stats";
import { overviewShape, statsShape } from "#lib/stats/stats-shape";
import { defineRoute } from "./define-route.ts";

export const statsRoute = defineRoute({
  method: "GET",
  path: "/stats",
  summary: "Requests counted by interval, source and outcome",
  description: "Intervals without any are left out. Counted to the hour.",
  permission: "stats.read",
  query: statsQuery,
  responses: { 200: statsShape },
  run: async ({ actor, query }) => ({ status: 200, body: await stats(actor, query) }),
});

export const overviewRoute = defineRoute({
  method: "GET",
  path: "/stats/overview",
  summary: "Whether everything is all right",
  description: "In words, with every source's health, today's counts and the latest failures.",
  permission: "stats.read",
  query: overviewQuery,
  responses: { 200: overviewShape },
  run: async ({ actor, query }) => ({ status: 200, body: await overview(actor, query) }),
});
