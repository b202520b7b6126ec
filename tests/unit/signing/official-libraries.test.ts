import fc from "fast-check";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { providers } from "#lib/providers/registry";
import { encodeWebhookSecret, signWebhook } from "#lib/signing/standard-webhooks";

const nowSeconds = 1_767_225_600;
const secrets = fc.uint8Array({ minLength: 24, maxLength: 64 }).map(encodeWebhookSecret);
const ids = fc.stringMatching(/^msg_[A-Za-z0-9]{1,30}$/);
const bodies = fc.json();

function verify(provider: "stripe" | "standard-webhooks", secret: string, headers: Readonly<Record<string, string>>, body: string) {
  return providers[provider].verify({
    kind: "notification", settings: {}, mode: "test", keys: [{ id: "k", secret }], headers: new Map(Object.entries(headers)), body: Buffer.from(body), nowSeconds,
  });
}

describe("we agree with the official libraries", () => {
  it("standardwebhooks signs what we take, and signs the same", () => {
    fc.assert(
      fc.property(secrets, ids, bodies, (secret, id, body) => {
        const signature = new StandardWebhook(secret).sign(id, new Date(nowSeconds * 1000), body);
        expect(signWebhook({ id, timestampSeconds: nowSeconds, body: Buffer.from(body), secrets: [secret] })).toBe(signature);
        const headers = { "webhook-id": id, "webhook-timestamp": String(nowSeconds), "webhook-signature": signature };
        expect(verify("standard-webhooks", secret, headers, body).outcome).toBe("verified");
      }),
    );
  });

  it("svix signs what we take", () => {
    fc.assert(
      fc.property(secrets, ids, bodies, (secret, id, body) => {
        const signature = new SvixWebhook(secret).sign(id, new Date(nowSeconds * 1000), body);
        const headers = { "svix-id": id, "svix-timestamp": String(nowSeconds), "svix-signature": signature };
        expect(verify("standard-webhooks", secret, headers, body).outcome).toBe("verified");
      }),
    );
  });

  it("both verify what we sign, with every secret of a rotation", () => {
    fc.assert(
      fc.property(secrets, secrets, ids, (first, second, id) => {
        const timestampSeconds = Math.floor(Date.now() / 1000);
        const body = '{"type":"payment.completed"}';
        const signature = signWebhook({ id, timestampSeconds, body: Buffer.from(body), secrets: [first, second] });
        const headers = (family: string) => ({ [`${family}-id`]: id, [`${family}-timestamp`]: String(timestampSeconds), [`${family}-signature`]: signature });
        for (const secret of [first, second]) {
          expect(new StandardWebhook(secret).verify(body, headers("webhook"))).toEqual(JSON.parse(body));
          expect(new SvixWebhook(secret).verify(body, headers("svix"))).toEqual(JSON.parse(body));
        }
      }),
    );
  });

  it("stripe signs what we take", () => {
    const stripe = new Stripe("sk_test_unused");
    fc.assert(
      fc.property(fc.stringMatching(/^whsec_[A-Za-z0-9]{8,40}$/), bodies, (secret, payload) => {
        const header = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: nowSeconds });
        expect(verify("stripe", secret, { "stripe-signature": header }, payload).outcome).toBe("verified");
      }),
    );
  });
});
