import { z } from "zod";
import { revealHandOverSecrets, rotateHandOverSecret } from "#lib/validations/hand-over-secret";
import { handOverRotation, revealedHandOverSecretsShape } from "#lib/validations/hand-over-secret-shape";
import { defineRoute } from "./define-route.ts";
import { secret } from "./secret-members.ts";

const params = z.object({ id: z.string().meta({ description: "src_…" }) });

export const revealHandOverRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/hand-over-secrets/reveal",
  summary: "Show what signs questions to your own URL",
  description: "For admins in the dashboard who proved their password within the last minutes (POST /session/step-up). API keys never can. Questions are signed as deliveries are. Stands in the audit. A question is a POST of `{id, sourceId, mode, at, answerWithinMs, attempt}`, where `id` is the decision (`val_…`) and `attempt` is what the rules see: `{amount: {amountMinor, currency, exponent}, currency, country, paymentMethod, cardBrand, bin, lastFour, card, customer, emailDomain, avsAlert, verificationAlert, intent, variable1, variable2, variable3, hour, orderId}`. Answer within `answerWithinMs` with status 200 and exactly `{\"action\":\"approve\"}` or `{\"action\":\"decline\",\"status\":1,\"description\":\"text for the customer\"}`, where status and description may be left out. Everything else is the rule set's fallback.",
  permission: "validationRules.reveal",
  params,
  responses: { 200: revealedHandOverSecretsShape },
  idempotent: false,
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await revealHandOverSecrets(actor, { id }) }),
});

export const rotateHandOverRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/hand-over-secrets/rotate",
  summary: "Make a new secret for questions to your own URL",
  description: "It signs at once; the one before signs beside it as long as is said. Told in this one answer only. People prove their password first.",
  permission: "validationRules.activate",
  params,
  body: handOverRotation,
  responses: { 201: z.object({ secret: secret(z.string()) }) },
  run: async ({ actor, params: { id }, body }) => ({ status: 201, body: await rotateHandOverSecret(actor, { id, ...body }) }),
});
