import { z } from "zod";
import { hmac, toHex, utf8Bytes } from "#lib/signing/digest";
import { alphanumeric, randomText } from "./randomness.ts";
import { defineSimulation, entryOf, SimulationError, typesOf } from "./simulation.ts";
import { stripeObjects } from "./stripe-objects.ts";

export const simulateStripe = defineSimulation({
  id: "stripe",
  settings: z.object({}),
  demoSettings: (given) => given,
  types: () => typesOf(stripeObjects),
  message: ({ type, payment, operation, mode, nowSeconds, random }) => {
    const id = `evt_${randomText(random, alphanumeric, 24)}`;
    const event = {
      id,
      object: "event",
      api_version: "2026-09-30.basil",
      created: nowSeconds,
      data: { object: { ...entryOf(stripeObjects, type)(payment, nowSeconds, operation), livemode: mode === "live" } },
      livemode: mode === "live",
      pending_webhooks: 1,
      request: { id: `req_${randomText(random, alphanumeric, 14)}`, idempotency_key: null },
      type: type.split(":")[0] ?? type,
    };
    // Stripe writes its bodies indented.
    const body = utf8Bytes(JSON.stringify(event, null, 2));
    return {
      kind: "notification",
      type,
      covered: id,
      sign: (secrets, signedAtSeconds) => ({
        headers: { "content-type": "application/json; charset=utf-8", "Stripe-Signature": signatureHeader(secrets, signedAtSeconds, body) },
        body,
      }),
    };
  },
});

/** docs.stripe.com/webhooks: the whole `whsec_…` text is the key; one `v1` per secret while a secret is being rolled. */
function signatureHeader(secrets: readonly string[], timestampSeconds: number, body: Uint8Array): string {
  if (secrets.includes("")) throw new SimulationError("This key cannot sign for Stripe: it is empty.");
  const t = String(timestampSeconds);
  const signatures = secrets.map((secret) => `v1=${toHex(hmac("sha256", utf8Bytes(secret), utf8Bytes(`${t}.`), body))}`);
  return [`t=${t}`, ...signatures].join(",");
}
