import { overview, overviewQuery } from "#lib/stats/overview";
import { paymentStats, paymentStatsQuery, paymentStatsShape } from "#lib/stats/payment-stats";
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

export const paymentStatsRoute = defineRoute({
  method: "GET",
  path: "/stats/payments",
  summary: "Payments counted and added up by interval, status and currency",
  description: "By the time of their first message, with their status of now. Payouts and lone refunds are not in it; amounts of different currencies are never added.",
  permission: "stats.read",
  query: paymentStatsQuery,
  responses: { 200: paymentStatsShape },
  run: async ({ actor, query }) => ({ status: 200, body: await paymentStats(actor, query) }),
});
