import { RawJson, writeJson } from "#lib/platform/raw-json";
import { gatewayProfile, type GatewayProfile } from "#lib/providers/gateway-profile";
import { hmac, toBase64, toHex, utf8Bytes } from "#lib/signing/digest";
import { decodeBase64, decodeHex } from "#lib/signing/strict-decoding";
import { genericMessages, paymentIdOf } from "./generic-messages.ts";
import { placeAt } from "./place-at.ts";
import { alphanumeric, randomText } from "./randomness.ts";
import { isoTime, majorUnits } from "./simulated-payment.ts";
import { defineSimulation, entryOf, SimulationError, typesOf, type WritingInput } from "./simulation.ts";

export const simulateGateway = defineSimulation<GatewayProfile>({
  id: "gateway",
  settings: gatewayProfile,
  demoSettings: (given) => given,
  types: () => typesOf(genericMessages),
  message: (input) => {
    const id = `evt_${randomText(input.random, alphanumeric, 20)}`;
    const body = utf8Bytes(writeJson(bodyOf(input, id)));
    return {
      kind: "notification",
      type: input.type,
      covered: id,
      sign: ([secret], nowSeconds) => ({ headers: { "content-type": "application/json", ...signatureHeaders(input.settings, secret, body, nowSeconds) }, body }),
    };
  },
});

function bodyOf({ settings, type, payment, operation, nowSeconds }: WritingInput<GatewayProfile>, id: string): Record<string, unknown> {
  const data: Record<string, unknown> = { ...entryOf(genericMessages, type)(payment, operation) };
  const amountMinor = data["amount"];
  if (typeof amountMinor === "bigint" && settings.amountUnit === "major") data["amount"] = new RawJson(majorUnits(amountMinor));
  const body: Record<string, unknown> = { id, event: type, created_at: isoTime(nowSeconds), data };
  const at = (pointer: string | null, value: unknown) => {
    if (pointer !== null && value !== undefined) placeAt(body, pointer, value);
  };
  at(settings.idPath, id);
  at(settings.typePath, type);
  at(settings.timePath, isoTime(nowSeconds));
  at(settings.amountPath, data["amount"]);
  at(settings.currencyPath, data["currency"]);
  if (type.startsWith("payment.") || type.startsWith("refund.")) at(settings.paymentPath, paymentIdOf(payment));
  if (type.startsWith("refund.")) at(settings.refundPath, data["id"]);
  return body;
}

function signatureHeaders(profile: GatewayProfile, secret: string, body: Uint8Array, nowSeconds: number): Readonly<Record<string, string>> {
  const key = keyBytes(profile, secret);
  const timestamp = String(nowSeconds);
  const prefix = utf8Bytes(profile.timestampHeader === null ? "" : `${timestamp}.`);
  const digest = hmac(profile.algorithm, key, prefix, body);
  return {
    [profile.header]: profile.prefix + (profile.encoding === "hex" ? toHex(digest) : toBase64(digest)),
    ...(profile.timestampHeader === null ? {} : { [profile.timestampHeader]: timestamp }),
  };
}

function keyBytes({ keyEncoding }: GatewayProfile, secret: string): Uint8Array {
  const key = keyEncoding === "utf8" ? utf8Bytes(secret) : keyEncoding === "hex" ? decodeHex(secret) : decodeBase64(secret);
  if (key === null || key.length === 0) throw new SimulationError(`This key cannot sign for the gateway: by its settings it should be ${keyEncoding}, and not empty.`);
  return key;
}
