import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskHeaders } from "#lib/receiving/mask-headers";

describe("card numbers in header lines never reach storage", () => {
  test.each([
    ["alone", "4111111111111111", "411111******1111"],
    ["in groups", "4111 1111-1111 1111", "4111 11**-**** 1111"],
    ["as the value of a parameter", "card=4111111111111111; x=1", "card=411111******1111; x=1"],
    ["beside another", "4111111111111111, 5555555555554444", "411111******1111, 555555******4444"],
  ])("%s", (_how, value, kept) => {
    expect(maskHeaders([["X-Note", value]])).toEqual({ lines: [["X-Note", kept]], masked: true });
  });
});

describe("what a signature is made of stays as it came", () => {
  test("digests in hex and base64, and the times beside them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.constantFrom("hex" as const, "base64" as const), (bytes, encoding) => {
        const digest = createHmac("sha256", "key").update(bytes).digest(encoding);
        const lines = [["Stripe-Signature", `t=1767225600,v1=${digest}`], ["X-Signature", digest]] as const;
        expect(maskHeaders(lines)).toEqual({ lines, masked: false });
      }),
    );
  });

  test("digits with letters beside them, times, and numbers that are no card's", () => {
    const lines = [["X-Signature", "ab4111111111111111cd"], ["webhook-id", "msg_4111111111111111"], ["X-Digest", "sha256=4111111111111111aa"], ["X-Timestamp", "1767225600"], ["X-Id", "1234567890123456"]] as const;
    expect(maskHeaders(lines)).toEqual({ lines, masked: false });
  });
});
