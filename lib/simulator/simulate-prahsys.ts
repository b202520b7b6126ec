import { z } from "zod";
import { writeJson } from "#lib/platform/raw-json";
import { hmac, toHex, utf8Bytes } from "#lib/signing/digest";
import { catalogueData, protocolPayloads } from "./prahsys-messages.ts";
import { alphanumeric, randomText } from "./randomness.ts";
import { standardWebhook } from "./sign-standard-webhook.ts";
import { defineSimulation, entryOf, SimulationError, typesOf, type SimulatedMessage, type WritingInput } from "./simulation.ts";

const prahsysSettings = z.object({ scheme: z.enum(["protocol", "svix"]) });
type PrahsysSettings = z.infer<typeof prahsysSettings>;

export const simulatePrahsys = defineSimulation<PrahsysSettings>({
  id: "prahsys",
  settings: prahsysSettings,
  demoSettings: (given) => ({ scheme: "svix", ...given }),
  types: ({ scheme }) => typesOf(scheme === "svix" ? catalogueData : protocolPayloads),
  message: (input) => (input.settings.scheme === "svix" ? svixMessage(input) : protocolMessage(input)),
});

function svixMessage({ type, payment, operation, nowSeconds, random }: WritingInput<PrahsysSettings>): SimulatedMessage {
  const data = entryOf(catalogueData, type)(payment, nowSeconds, operation);
  const eventType = type.split(":")[0] ?? type;
  // Their pattern: type, object, Unix time.
  const eventId = `${eventType}-${String(data["id"])}-${String(nowSeconds)}`;
  const statusCode = data["result"] === "DECLINED" ? 402 : 200;
  const body = writeJson({ eventType, payload: { success: statusCode === 200, statusCode, data }, eventId });
  return standardWebhook({ type, family: "svix", body, covered: eventId, random });
}

function protocolMessage({ type, payment, operation, nowSeconds, random }: WritingInput<PrahsysSettings>): SimulatedMessage {
  const id = randomText(random, alphanumeric, 16);
  const body = utf8Bytes(writeJson({ id, type, payload: entryOf(protocolPayloads, type)(payment, nowSeconds, operation) }));
  return {
    kind: "notification",
    type,
    covered: id,
    sign: ([secret]) => {
      if (secret === "") throw new SimulationError("This key cannot sign for Prahsys: it is empty.");
      return {
        headers: { "content-type": "application/json", "x-protocol-signature": toHex(hmac("sha256", utf8Bytes(secret), body)) },
        body,
      };
    },
  };
}
