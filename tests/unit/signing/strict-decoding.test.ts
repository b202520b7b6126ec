import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes, toBase64, toHex } from "#lib/signing/digest";
import { decodeBase64, decodeHex, decodeLowerHex } from "#lib/signing/strict-decoding";
import { isWithinTolerance, parseUnixSeconds } from "#lib/signing/timestamp";

describe("decoding has one text for one digest", () => {
  it("takes back what was encoded", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect(Buffer.from(decodeBase64(toBase64(bytes)) ?? []).equals(bytes)).toBe(true);
        expect(Buffer.from(decodeLowerHex(toHex(bytes)) ?? []).equals(bytes)).toBe(true);
      }),
    );
  });

  it("takes no other text that Node would decode to the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.constantFrom("+", "/", "-", "_", "=", " ", "\n", "A", "B"), fc.nat(60), (bytes, character, at) => {
        const text = toBase64(bytes);
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        const decoded = decodeBase64(changed);
        expect(decoded === null || toBase64(decoded) === changed).toBe(true);
      }),
    );
  });

  it.each(["", "=", "ab", "YQ", "YQ=", "YR==", "YQ===", "Y Q=", "YQ==\n", "_-8=", "YQ=="+"YQ=="])("refuses the base64 %j", (text) => expect(decodeBase64(text)).toBeNull());
  it.each(["", "0", "AB", "0g", "00 ", " 00", "0x00", "٠٠", "００"])("refuses the hexadecimal %j", (text) => expect(decodeLowerHex(text)).toBeNull());
  it("takes either case for keys", () => expect(decodeHex("aBCd")).toEqual(Buffer.from([0xab, 0xcd])));
});

describe("comparing", () => {
  it("never throws on different lengths and finds every difference", () => {
    fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (left, right) => {
      expect(equalBytes(left, right)).toBe(Buffer.from(left).equals(right));
    }));
  });
});

describe("timestamps", () => {
  it.each(["", " 1", "1 ", "+1", "-1", "1.0", "1e9", "0x1", "1767225600abc", "１７", "9999999999999999", "1,1"])("refuses %j", (text) => expect(parseUnixSeconds(text)).toBeNull());
  it("reads digits", () => expect(parseUnixSeconds("1767225600")).toBe(1_767_225_600));
  it("are within tolerance up to its edge, in both directions", () => {
    expect([-301, -300, 0, 300, 301].map((offset) => isWithinTolerance(1000 + offset, 1000, 300))).toEqual([false, true, true, true, false]);
  });
});
