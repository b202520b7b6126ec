import { writeJson } from "#lib/platform/raw-json";
import { adyenSettings, type AdyenSettings } from "#lib/providers/adyen-settings";
import { hmac, toBase64, utf8Bytes } from "#lib/signing/digest";
import { decodeHex } from "#lib/signing/strict-decoding";
import { derivedText, digits, upperAlphanumeric } from "./randomness.ts";
import { adyenPlatformMessages } from "./adyen-platform-messages.ts";
import { defineSimulation, entryOf, SimulationError, typesOf, type MessageInput, type SimulatedMessage } from "./simulation.ts";

interface Item {
  readonly eventCode: string;
  readonly success: boolean;
  readonly reason: string;
  /** Modifications and disputes have a reference of their own beside the payment's. */
  readonly ofPayment: boolean;
  /** The code whose reference it shares: what became of a capture, a refund or a dispute comes under its reference. */
  readonly follows?: string;
}

const item = (eventCode: string, more: Partial<Item> = {}): Item => ({ eventCode, success: true, reason: "", ofPayment: true, ...more });

/** Names are Adyen's event codes; `:false` is the same with success=false. */
const items: Readonly<Record<string, Item>> = {
  AUTHORISATION: item("AUTHORISATION", { ofPayment: false, reason: "061532:1111:03/2030" }),
  "AUTHORISATION:false": item("AUTHORISATION", { ofPayment: false, success: false, reason: "Refused" }),
  CAPTURE: item("CAPTURE"),
  CAPTURE_FAILED: item("CAPTURE_FAILED", { reason: "Capture Failed", follows: "CAPTURE" }),
  CANCELLATION: item("CANCELLATION"),
  REFUND: item("REFUND"),
  REFUND_FAILED: item("REFUND_FAILED", { reason: "Account closed", follows: "REFUND" }),
  NOTIFICATION_OF_CHARGEBACK: item("NOTIFICATION_OF_CHARGEBACK", { reason: "Fraudulent transaction" }),
  CHARGEBACK: item("CHARGEBACK", { reason: "Fraudulent transaction", follows: "NOTIFICATION_OF_CHARGEBACK" }),
  CHARGEBACK_REVERSED: item("CHARGEBACK_REVERSED", { follows: "NOTIFICATION_OF_CHARGEBACK" }),
};

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
  types: (settings) => (settings.scheme === "standard" ? typesOf(items) : typesOf(adyenPlatformMessages)),
  message: (input) => (input.settings.scheme === "standard" ? standardMessage(input, input.settings.merchantAccounts[0] ?? "") : platformMessage(input)),
});

function standardMessage(input: MessageInput<AdyenSettings>, merchantAccountCode: string): SimulatedMessage {
  const { payment, mode } = input;
  const { eventCode, success, reason, ofPayment, follows } = entryOf(items, input.type);
  const paymentReference = derivedText(payment.id, "adyen payment", upperAlphanumeric, 16);
  const fields: SignedFields = {
    pspReference: ofPayment ? derivedText(payment.id, `adyen ${follows ?? eventCode}`, upperAlphanumeric, 16) : paymentReference,
    originalReference: ofPayment ? paymentReference : "",
    merchantAccountCode,
    merchantReference: payment.orderReference,
    value: payment.amountMinor,
    currency: payment.currency,
    eventCode,
    success: String(success),
  };
  const { expiryMonth, expiryYear, last4, brand } = payment.card;
  const additionalData = {
    cardSummary: last4,
    expiryDate: `${String(expiryMonth)}/${String(expiryYear)}`,
    authCode: derivedText(payment.id, "auth code", digits, 6),
    avsResult: "7 Both postal code and address match",
    cvcResult: "1 Matches",
    shopperReference: payment.customer.reference,
  };
  const envelope = (hmacSignature: string) => ({
    live: mode === "live" ? "true" : "false",
    notificationItems: [
      {
        NotificationRequestItem: {
          additionalData: ofPayment ? { hmacSignature } : { ...additionalData, hmacSignature },
          amount: { currency: fields.currency, value: fields.value },
          eventCode,
          eventDate: amsterdamTime(input.nowSeconds),
          merchantAccountCode,
          merchantReference: fields.merchantReference,
          ...(ofPayment ? { originalReference: fields.originalReference } : { operations: ["CANCEL", "CAPTURE", "REFUND"] }),
          paymentMethod: brand,
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

function platformMessage(input: MessageInput<AdyenSettings>): SimulatedMessage {
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
