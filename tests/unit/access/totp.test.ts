import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashRecoveryCode, newRecoveryCodes, recoveryCodeCount } from "#lib/access/recovery-codes";
import { newTotpSecret, totpStep, totpUri } from "#lib/access/totp";

/** The seed of RFC 6238, appendix B, in base 32. */
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("codes of an authenticator app", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at %d are those of RFC 6238", (seconds, code) => {
    expect(totpStep(rfcSecret, code, seconds * 1000)).toBe(BigInt(Math.floor(seconds / 30)));
  });

  it("count one step before and after, and no further", () => {
    const step = 41_152_263n;
    for (const [offsetSeconds, expected] of [[0, step], [-30, step], [30, step], [29, step], [-60, null], [60, null]] as const) {
      expect(totpStep(rfcSecret, "005924", (1_234_567_890 + offsetSeconds) * 1000), String(offsetSeconds)).toBe(expected);
    }
  });

  it("are six ASCII digits: nothing else is even looked at", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom("00592", "0059244", "٠٠٥٩٢٤", "005924\n", "")), (text) => /^\d{6}$/.test(text) || totpStep(rfcSecret, text, 1_234_567_890_000) === null));
  });

  it("come from a secret of 160 bits, which the QR code holds with the person's address", () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(totpUri(secret, "anna+test@example.com"));
    expect(uri.protocol).toBe("otpauth:");
    expect(decodeURIComponent(uri.pathname)).toContain("Countersign:anna+test@example.com");
    expect(uri.searchParams.get("secret")).toBe(secret);
  });
});

describe("recovery codes", () => {
  it("are ten different ones, four times four characters that nobody mistakes", () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(recoveryCodeCount);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  });

  it("are the same however they were typed", () => {
    expect(hashRecoveryCode(" X7K2 9M4Q-o0lI 1111")).toEqual(hashRecoveryCode("x7k2-9m4q-0011-1111"));
    expect(hashRecoveryCode("x7k2-9m4q-0011-1111")).not.toEqual(hashRecoveryCode("x7k2-9m4q-0011-1112"));
  });
});
