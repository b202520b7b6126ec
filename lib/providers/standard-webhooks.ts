import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { readEventFrom } from "./event-reading.ts";
import { genericAnswer } from "./generic-answer.ts";
import { commonUnmaskedMembers, readGenericEvent, usualPlaces } from "./generic-events.ts";
import { defineProvider, type SetupStep, type Verdict, type VerifyInput } from "./provider.ts";
import { standardWebhooksSettings, type StandardWebhooksSettings } from "./standard-webhooks-settings.ts";
import { quarantined, refused, verified } from "./verdict.ts";
import { checkWebhookKey, checkWebhookSignature, readingsOfWebhook } from "./webhook-signature.ts";
import { readNative } from "./whole-body.ts";

/** Standard Webhooks (spec/standard-webhooks.md) and Svix (docs.svix.com, "Verifying webhooks manually"). */
export const standardWebhooks = defineProvider<StandardWebhooksSettings>({
  id: "standard-webhooks",
  name: "Standard Webhooks",
  settings: standardWebhooksSettings,
  keyFormat: () => ({
    description: "whsec_ followed by base64, as the sender shows it, or whpk_… for a sender that signs with ed25519",
    example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    merchantChooses: true,
  }),
  takesValidations: false,
  retryHorizonHours: 48,
  unmaskedMembers: commonUnmaskedMembers,
  setup: () => setup,
  checkKey: (secret) => checkWebhookKey(secret, true),
  generateKey: (random) => encodeWebhookSecret(random.subarray(0, 32)),
  verify,
  answer: ({ outcome }) => genericAnswer(outcome),
  read: ({ body }) => readEventFrom("standard-webhooks", readGenericEvent(body, usualPlaces)),
  readings: readingsOfWebhook,
});

function verify(input: VerifyInput<StandardWebhooksSettings>): Verdict {
  const check = checkWebhookSignature(input);
  if (!check.ok) return refused(check.reason);
  if (!readNative(input.body).ok) return quarantined(check.keyId, "malformed_json");
  return verified(check.keyId, { identity: [check.id], content: input.body });
}

const setup: readonly SetupStep[] = [
  { title: "Add an endpoint at the sender", text: "Paste the URL of this source as an endpoint in the sender's dashboard or API. Headers may be named webhook-* or svix-*." },
  { title: "Exchange the secret", text: "Most senders make the secret: copy whsec_… from the endpoint's page and save it here. Where the sender lets you choose, use the one generated here." },
  { title: "Rotate without loss", text: "Save the new secret here first, then rotate at the sender. Both verify until you end the old one; senders sign with both for about a day." },
];
