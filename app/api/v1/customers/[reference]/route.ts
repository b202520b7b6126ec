import { handle } from "#lib/rest/handle";
import { getCustomerRoute } from "#lib/rest/transaction-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getCustomerRoute);
