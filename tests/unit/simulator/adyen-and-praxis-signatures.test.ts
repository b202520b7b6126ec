import HmacValidator from "@adyen/api-library/lib/src/utils/hmacValidator.js";
import type { NotificationRequestItem } from "@adyen/api-library/lib/src/typings/notification/models.js";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { seededRandom } from "#lib/simulator/randomness";
import { simulations } from "#lib/simulator/registry";
import { writeMessage } from "#lib/simulator/sign-message";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { tamper } from "#lib/simulator/tamper";

const nowSeconds = 1_767_225_600;
const payment = simulatePayment(seededRandom("official"), nowSeconds);
const message = (provider: "adyen" | "praxis", type: string, settings: Readonly<Record<string, unknown>> = {}) => writeMessage({ provider, type, settings, payment, nowSeconds, random: seededRandom(type) });

describe("Adyen's own library", () => {
  const key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
  const otherKey = key.replace("4", "5");
  const validator = new HmacValidator();
  const envelope = z.object({ notificationItems: z.tuple([z.object({ NotificationRequestItem: z.custom<NotificationRequestItem>((value) => typeof value === "object" && value !== null) })]) });
  const itemOf = (body: Uint8Array): NotificationRequestItem => envelope.parse(JSON.parse(Buffer.from(body).toString("utf8"))).notificationItems[0].NotificationRequestItem;

  test.each(simulations.adyen.types(simulations.adyen.demoSettings({})))("takes %s, and neither a changed one nor one of another key", (type) => {
    const written = message("adyen", type);
    const signed = written.sign([key], nowSeconds);
    expect(validator.validateHMAC(itemOf(signed.body), key)).toBe(true);
    expect(validator.validateHMAC(itemOf(signed.body), otherKey)).toBe(false);
    expect(validator.validateHMAC(itemOf(tamper(written, signed).body), key)).toBe(false);
  });

  test.each(simulations.adyen.types({ scheme: "platform" }))("takes the platform's %s", (type) => {
    const { headers, body } = message("adyen", type, { scheme: "platform" }).sign([key], nowSeconds);
    const text = Buffer.from(body).toString("utf8");
    expect(validator.validateHMACSignature(key, headers["HmacSignature"] ?? "", text)).toBe(true);
    expect(validator.validateHMACSignature(key, headers["HmacSignature"] ?? "", text.replace("DemoPlatform", "OtherPlatform").replace("DemoMerchantECOM", "OtherMerchant"))).toBe(false);
  });
});

/** A second reading of Praxis' page on validations, right by the vectors, then used to judge the simulator. */
describe("Praxis' validation requests", () => {
  const scalar = z.union([z.string(), z.number()]).nullish();
  const request = z.object({
    merchant_id: z.string(), application_key: z.string(), timestamp: z.number(), customer: z.looseObject({ customer_token: scalar }), session: z.looseObject({ order_id: scalar }), transaction_attempt: z.record(z.string(), z.json()),
  });
  const signatureOf = (body: string, secret: string): string => {
    const { merchant_id, application_key, timestamp, customer, session, transaction_attempt } = request.parse(JSON.parse(body));
    const attempted = ["currency", "amount", "conversion_rate", "attempted_currency", "attempted_amount"].map((name) => scalar.parse(transaction_attempt[name]));
    return createHash("sha384").update([merchant_id, application_key, timestamp, customer.customer_token, session.order_id, ...attempted, secret].map((part) => part ?? "").join("")).digest("hex");
  };
  const file = z.object({ vectors: z.array(z.looseObject({ valid: z.boolean(), secret: z.string(), body: z.string(), headers: z.record(z.string(), z.string()) })) });
  const vectors = file.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "../../fixtures/vectors/praxis-validation.json"), "utf8"))).vectors;

  test("are read by the vectors' own list of fields", () => {
    const valid = vectors.filter((vector) => vector.valid);
    expect(valid.length).toBeGreaterThan(2);
    for (const { body, secret, headers } of valid) expect(signatureOf(body, secret)).toBe(headers["gt-authentication"]);
    const notificationList = vectors.find((vector) => vector["name"] === "praxis-validation/notification-field-list");
    expect(signatureOf(notificationList?.body ?? "", notificationList?.secret ?? "")).not.toBe(notificationList?.headers["gt-authentication"]);
  });

  test("are signed by it", () => {
    const written = message("praxis", "validation");
    expect(written.kind).toBe("validation");
    const { headers, body } = written.sign(["PraxisMerchantSecret1"], nowSeconds);
    expect(headers["Gt-Authentication"]).toBe(signatureOf(Buffer.from(body).toString("utf8"), "PraxisMerchantSecret1"));
  });
});
