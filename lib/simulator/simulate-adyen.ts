import { writeJson } from "#lib/platform/raw-json";
import { adyenSettings, type AdyenSettings } from "#lib/providers/adyen-settings";
import { hmac, toBase64, utf8Bytes } from "#lib/signing/digest";
import { decodeHex } from "#lib/signing/strict-decoding";
import { adyenItems, type AdyenItemKind } from "./adyen-items.ts";
import { adyenPlatformMessages } from "./adyen-platform-messages.ts";
import { derivedText, digits, upperAlphanumeric } from "./randomness.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";
import { defineSimulation, entryOf, SimulationError, typesOf, type SimulatedMessage, type WritingInput } from "./simulation.ts";

/** What Adyen signs of each item, in this order (docs.adyen.com, "Verify HMAC signatures"). */
interface SignedFields {
  readonly pspReference: string;
  readonly originalReference: string;
  readonly merchantAccountCode: string;
  readonly merchantReference: string;
  readonly value: bigint;
  readonly currency: string;
  readonly eventCode: string;
  readonly success: string;
}

export const simulateAdyen = defineSimulation<AdyenSettings>({
  id: "adyen",
  settings: adyenSettings,
  demoSettings: (given) =>
    given["scheme"] === "platform" ? given : { scheme: "standard", merchantAccounts: ["DemoMerchantECOM"], captureMode: "manual", ...given },
  types: (settings) => (settings.scheme === "standard" ? typesOf(adyenItems) : typesOf(adyenPlatformMessages)),
  message: (input) => (input.settings.scheme === "standard" ? standardMessage(input, input.settings.merchantAccounts[0] ?? "") : platformMessage(input)),
});

function standardMessage(input: WritingInput<AdyenSettings>, merchantAccountCode: string): SimulatedMessage {
  const { payment, operation, mode } = input;
  const kind = entryOf(adyenItems, input.type);
  const { eventCode, success, reason, ofPayment } = kind;
  const paymentReference = derivedText(payment.id, "adyen payment", upperAlphanumeric, 16);
  const fields: SignedFields = {
    pspReference: ofPayment ? derivedText(payment.id, `adyen ${kind.follows ?? eventCode}${operation.name}`, upperAlphanumeric, 16) : paymentReference,
    originalReference: ofPayment ? paymentReference : "",
    merchantAccountCode,
    merchantReference: payment.orderReference,
    value: operation.amountMinor,
    currency: payment.currency,
    eventCode,
    success: String(success),
  };
  const additionalData = additionalDataOf(kind, payment);
  const envelope = (hmacSignature: string) => ({
    live: mode === "live" ? "true" : "false",
    notificationItems: [
      {
        NotificationRequestItem: {
          additionalData: { ...additionalData, hmacSignature },
          amount: { currency: fields.currency, value: fields.value },
          eventCode,
          eventDate: amsterdamTime(input.nowSeconds),
          merchantAccountCode,
          merchantReference: fields.merchantReference,
          ...(ofPayment ? { originalReference: fields.originalReference } : { operations: ["CANCEL", "CAPTURE", "REFUND"] }),
          paymentMethod: payment.card.brand,
          pspReference: fields.pspReference,
          reason,
          success: fields.success,
        },
      },
    ],
  });
  return {
    kind: "notification",
    type: input.type,
    covered: fields.pspReference,
    sign: ([secret]) => ({
      headers: { "content-type": "application/json; charset=utf-8" },
      body: utf8Bytes(writeJson(envelope(signature(secret, utf8Bytes(signedText(fields)))))),
    }),
  };
}

/** Details of the card come with what became of the authorisation. */
function additionalDataOf(kind: AdyenItemKind, payment: SimulatedPayment): Readonly<Record<string, string>> {
  if (kind.eventCode !== "AUTHORISATION") return kind.additionalData ?? {};
  const { expiryMonth, expiryYear, last4 } = payment.card;
  return {
    cardSummary: last4,
    expiryDate: `${String(expiryMonth)}/${String(expiryYear)}`,
    authCode: derivedText(payment.id, "auth code", digits, 6),
    avsResult: "7 Both postal code and address match",
    cvcResult: "1 Matches",
    shopperReference: payment.customer.reference,
    shopperEmail: payment.customer.email,
    cardHolderName: `${payment.customer.firstName} ${payment.customer.lastName}`,
    ...kind.additionalData,
  };
}

function platformMessage(input: WritingInput<AdyenSettings>): SimulatedMessage {
  const data = entryOf(adyenPlatformMessages, input.type)(input.payment);
  const id = derivedText(input.payment.id, input.type, upperAlphanumeric, 24);
  const body = utf8Bytes(writeJson({ data: { ...data, id }, environment: input.mode, timestamp: amsterdamTime(input.nowSeconds), type: input.type }));
  return {
    kind: "notification",
    type: input.type,
    covered: id,
    sign: ([secret]) => ({
      headers: { "content-type": "application/json; charset=utf-8", HmacSignature: signature(secret, body), Protocol: "HmacSHA256" },
      body,
    }),
  };
}

function signedText(fields: SignedFields): string {
  return [
    fields.pspReference,
    fields.originalReference,
    fields.merchantAccountCode,
    fields.merchantReference,
    fields.value.toString(),
    fields.currency,
    fields.eventCode,
    fields.success,
  ].join(":");
}

function signature(secret: string, signed: Uint8Array): string {
  const key = decodeHex(secret);
  if (key?.length !== 32) throw new SimulationError("This key cannot sign for Adyen: it should be the 64 hexadecimal digits from the Customer Area.");
  return toBase64(hmac("sha256", key, signed));
}

/** Adyen writes its times with an offset; +01:00 all year keeps this file free of time zones. */
function amsterdamTime(seconds: number): string {
  return `${new Date((seconds + 3600) * 1000).toISOString().slice(0, 19)}+01:00`;
}
