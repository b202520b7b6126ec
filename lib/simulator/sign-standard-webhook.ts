import { utf8Bytes } from "#lib/signing/digest";
import { decodeWebhookSecret, signWebhook } from "#lib/signing/standard-webhooks";
import { alphanumeric, randomText, type Random } from "./randomness.ts";
import { SimulationError, type SimulatedMessage } from "./simulation.ts";

/** A message in the envelope of Standard Webhooks, or of Svix, which signs alike under other header names. */
export function standardWebhook(input: { readonly type: string; readonly family: "webhook" | "svix"; readonly body: string; readonly covered: string; readonly random: Random }): SimulatedMessage {
  const body = utf8Bytes(input.body);
  const id = `msg_${randomText(input.random, alphanumeric, 27)}`;
  return {
    kind: "notification",
    type: input.type,
    covered: input.covered,
    sign: (secrets, nowSeconds) => {
      if (secrets.some((secret) => decodeWebhookSecret(secret) === null)) {
        throw new SimulationError("This key cannot sign Standard Webhooks: it should be whsec_ followed by base64.");
      }
      return {
        headers: {
          "content-type": "application/json",
          [`${input.family}-id`]: id,
          [`${input.family}-timestamp`]: String(nowSeconds),
          [`${input.family}-signature`]: signWebhook({ id, timestampSeconds: nowSeconds, body, secrets }),
        },
        body,
      };
    },
  };
}
