import { handle } from "#lib/rest/handle";
import { paymentStatsRoute } from "#lib/rest/stats-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(paymentStatsRoute);
