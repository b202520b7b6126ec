import { z } from "zod";
import { writeJson } from "#lib/platform/raw-json";
import { genericMessages } from "./generic-messages.ts";
import { standardWebhook } from "./sign-standard-webhook.ts";
import { isoTime } from "./simulated-payment.ts";
import { defineSimulation, entryOf, typesOf } from "./simulation.ts";

export const simulateStandardWebhooks = defineSimulation({
  id: "standard-webhooks",
  settings: z.object({}),
  demoSettings: (given) => given,
  types: () => typesOf(genericMessages),
  message: ({ type, payment, operation, nowSeconds, random }) => {
    const data = entryOf(genericMessages, type)(payment, operation);
    const body = writeJson({ type, timestamp: isoTime(nowSeconds), data });
    return standardWebhook({ type, family: "webhook", body, covered: String(data["id"]), random });
  },
});
