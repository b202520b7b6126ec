import type { ProviderId } from "#lib/providers/provider";
import { alphanumeric, lowerHex, type Random, randomText } from "./randomness.ts";

/** A key such as this provider's merchants have, that no source knows. */
export function randomKey(provider: ProviderId, settings: Readonly<Record<string, unknown>>, random: Random): string {
  const base64 = (): string => Buffer.from(random(24)).toString("base64");
  switch (provider) {
    case "adyen":
      return randomText(random, lowerHex, 64).toUpperCase();
    case "standard-webhooks":
      return `whsec_${base64()}`;
    case "prahsys":
      return settings["scheme"] === "protocol" ? `whk_${randomText(random, alphanumeric, 24)}` : `whsec_${base64()}`;
    case "gateway":
      return settings["keyEncoding"] === "hex" ? randomText(random, lowerHex, 64) : settings["keyEncoding"] === "base64" ? base64() : `gw_${randomText(random, alphanumeric, 24)}`;
    case "stripe":
      return `whsec_${randomText(random, alphanumeric, 32)}`;
    case "praxis":
      return randomText(random, alphanumeric, 32);
  }
}
