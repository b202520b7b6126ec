import { listDeliveriesRoute } from "#lib/rest/delivery-routes";
import { handle } from "#lib/rest/handle";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listDeliveriesRoute);
