import { z } from "zod";
import { cancelDelivery, canceledDeliveryShape } from "#lib/deliveries/cancel-delivery";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { deliveryDetailShape, deliveryShape } from "#lib/deliveries/delivery-shape";
import { getDelivery } from "#lib/deliveries/get-delivery";
import { getQueue } from "#lib/deliveries/get-queue";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { queueShape } from "#lib/deliveries/queue-shape";
import { retriedDeliveriesShape, retryDeliveries, retryDeliveriesInput } from "#lib/deliveries/retry-deliveries";
import { retriedDeliveryShape, retryDelivery } from "#lib/deliveries/retry-delivery";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "dlv_…" }) });

export const listDeliveriesRoute = defineRoute({
  method: "GET",
  path: "/deliveries",
  summary: "What is sent where",
  description: "One for each event and endpoint that takes it, and one more for each replay. Newest first.",
  permission: "deliveries.read",
  query: deliveriesQuery,
  responses: { 200: page(deliveryShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listDeliveries(actor, query) }),
});

export const getDeliveryRoute = defineRoute({
  method: "GET",
  path: "/deliveries/{id}",
  summary: "One delivery with its attempts",
  permission: "deliveries.read",
  params,
  responses: { 200: deliveryDetailShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getDelivery(actor, id) }),
});

export const retryDeliveryRoute = defineRoute({
  method: "POST",
  path: "/deliveries/{id}/retry",
  summary: "Send a delivery now",
  description: "One that failed or was canceled, with the whole schedule before it, or one that waits for a later attempt. 409 for one that succeeded, that is under way, or whose endpoint is disabled. Stands in the audit.",
  permission: "deliveries.write",
  params,
  responses: { 202: retriedDeliveryShape },
  run: async ({ actor, params: { id } }) => ({ status: 202, body: await retryDelivery(actor, { id }) }),
});

export const cancelDeliveryRoute = defineRoute({
  method: "POST",
  path: "/deliveries/{id}/cancel",
  summary: "Send a delivery no more",
  description: "An attempt that is under way is recorded, and the last one. 409 for one that has ended. Stands in the audit.",
  permission: "deliveries.write",
  params,
  responses: { 200: canceledDeliveryShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await cancelDelivery(actor, { id }) }),
});

export const retryDeliveriesRoute = defineRoute({
  method: "POST",
  path: "/deliveries/retry",
  summary: "Send many deliveries again",
  description: "Oldest first, up to 5000 in one call; call again with nextCursor for the rest. They wait behind new events. With dryRun, which answers 200, it only counts. Stands in the audit.",
  permission: "deliveries.write",
  body: retryDeliveriesInput,
  responses: { 200: retriedDeliveriesShape, 202: retriedDeliveriesShape },
  run: async ({ actor, body }) => {
    const answer = await retryDeliveries(actor, body);
    return body.dryRun ? { status: 200, body: answer } : { status: 202, body: answer };
  },
});

export const queueRoute = defineRoute({
  method: "GET",
  path: "/queue",
  summary: "What waits and what is under way",
  permission: "queue.read",
  responses: { 200: queueShape },
  run: async ({ actor }) => ({ status: 200, body: await getQueue(actor) }),
});
