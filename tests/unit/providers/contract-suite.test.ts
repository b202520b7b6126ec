import { describe, expect, it } from "vitest";
import { praxisSettings } from "#lib/providers/praxis-settings";
import { verifyPraxis } from "#lib/providers/praxis-signature";
import { providers } from "#lib/providers/registry";
import { loadVectors, type SignatureVector } from "./vectors.ts";

const vectors = loadVectors();

/** What a correctly signed message may be kept apart for: its content is no JSON. */
const unreadable = /\/(?:invalid-utf8-bytes|empty-body)$/;

function verdictOf(vector: SignatureVector) {
  if (vector.knownOrderIds === null) return providers[vector.provider].verify(vector.input);
  const settings = praxisSettings.parse(vector.input.settings);
  return verifyPraxis({ ...vector.input, settings }, new Set(vector.knownOrderIds));
}

describe("every adapter reaches the verdict of every vector", () => {
  it.each(vectors.filter(({ name, valid }) => valid && !unreadable.test(name)).map((vector) => [vector.name, vector] as const))("%s is taken", (_name, vector) => {
    expect(verdictOf(vector)).toMatchObject({ outcome: "verified" });
  });

  it.each(vectors.filter(({ name, valid }) => valid && unreadable.test(name)).map((vector) => [vector.name, vector] as const))("%s is kept apart", (_name, vector) => {
    expect(verdictOf(vector)).toMatchObject({ outcome: "quarantined", reason: "malformed_json" });
  });

  it.each(vectors.filter(({ valid }) => !valid).map((vector) => [vector.name, vector] as const))("%s is not", (_name, vector) => {
    expect(verdictOf(vector).outcome).not.toBe("verified");
  });

  it.each(vectors.filter((vector) => vector.class === "config").map((vector) => [vector.name, vector] as const))(
    "%s: the key is refused when it is saved",
    (_name, { provider, input }) => {
      const checks = input.keys.map(({ secret }) => providers[provider].checkKey(secret, input.settings));
      expect(checks.map((check) => !check.ok && check.message.includes("64 hexadecimal digits"))).toEqual([true]);
    },
  );
});

describe("a signed message that does not fit is kept apart with its reason", () => {
  it.each([
    ["adyen-standard/duplicate-key-item", "duplicate_members"],
    ["adyen-standard/boundary-shift-colon", "other_merchant"],
    ["adyen-standard/other-merchant-account", "other_merchant"],
    ["adyen-standard/live-flag-mismatch", "wrong_mode"],
    ["praxis-notification/ambiguous-amount-rate", "not_canonical"],
    ["praxis-notification/ambiguous-order-tid", "not_canonical"],
    ["praxis-notification/wrong-merchant", "other_merchant"],
    ["praxis-notification/version-1.2", "unsupported_version"],
  ])("%s: %s", (name, reason) => {
    const vector = vectors.find((candidate) => candidate.name === name);
    expect(vector === undefined ? null : verdictOf(vector)).toEqual({ outcome: "quarantined", keyId: "key-0", reason });
  });
});
