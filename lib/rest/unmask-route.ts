import { z } from "zod";
import { deliveryDetailShape } from "#lib/deliveries/delivery-shape";
import { unmaskDelivery } from "#lib/deliveries/unmask-delivery";
import { requestDetailShape } from "#lib/events/request-shape";
import { unmaskInput, unmaskRecord } from "#lib/events/unmask-record";
import { customerShape } from "#lib/transactions/customer-shape";
import { transactionDetailShape } from "#lib/transactions/transaction-shape";
import { unmaskCustomer } from "#lib/transactions/unmask-customer";
import { unmaskTransaction } from "#lib/transactions/unmask-transaction";
import { unmaskValidation } from "#lib/validations/read-validations";
import { validationShape } from "#lib/validations/validation-shape";
import { type Caller, defineRoute } from "./define-route.ts";
import { eventWithDeliveries, withDeliveries } from "./event-with-deliveries.ts";

const input = z.union([
  unmaskInput,
  z.strictObject({ type: z.enum(["transaction", "customer", "delivery", "validation"]), id: z.string().min(1).max(500).meta({ description: "txn_…, dlv_… or val_…, or the reference of a customer" }) }),
]);

export const unmaskRoute = defineRoute({
  method: "POST",
  path: "/unmask",
  summary: "Show a record's personal fields",
  description: "Stands in the audit.",
  permission: "personal.read",
  body: input,
  responses: {
    200: z.discriminatedUnion("type", [
      z.object({ type: z.literal("event"), record: eventWithDeliveries }),
      z.object({ type: z.literal("request"), record: requestDetailShape }),
      z.object({ type: z.literal("transaction"), record: transactionDetailShape }),
      z.object({ type: z.literal("customer"), record: customerShape }),
      z.object({ type: z.literal("delivery"), record: deliveryDetailShape }),
      z.object({ type: z.literal("validation"), record: validationShape }),
    ]),
  },
  idempotent: false,
  run: async ({ actor, body }) => ({ status: 200, body: await unmask(actor, body) }),
});

async function unmask(actor: Caller, { type, id }: z.output<typeof input>) {
  switch (type) {
    case "transaction":
      return { type, record: await unmaskTransaction(actor, { id }) };
    case "customer":
      return { type, record: await unmaskCustomer(actor, { reference: id }) };
    case "delivery":
      return { type, record: await unmaskDelivery(actor, { id }) };
    case "validation":
      return { type, record: await unmaskValidation(actor, { id }) };
    default: {
      const unmasked = await unmaskRecord(actor, { type, id });
      return unmasked.type === "event" ? { type: unmasked.type, record: await withDeliveries(actor, unmasked.record) } : unmasked;
    }
  }
}
