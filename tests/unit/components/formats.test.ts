import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBytes } from "../../../components/ui/byte-format.ts";
import { hexDump } from "../../../components/ui/hex-dump.ts";
import { formatCount, formatMinor } from "../../../components/ui/money-format.ts";
import { shortenMiddle } from "../../../components/ui/shorten-middle.ts";
import { formatExact, formatRelative } from "../../../components/ui/time-format.ts";

const space = "\u202f";

describe("amounts", () => {
  test.each([
    ["2599", 2, "25.99"],
    ["5", 2, "0.05"],
    ["0", 2, "0.00"],
    ["-5", 2, "−0.05"],
    ["1234567", 0, `1${space}234${space}567`],
    ["1234", 3, "1.234"],
    ["900719925474099312345", 2, `9${space}007${space}199${space}254${space}740${space}993${space}123.45`],
  ])("%s with exponent %i is %s", (minor, exponent, text) => {
    expect(formatMinor(minor, exponent)).toBe(text);
  });

  test("no amount loses a digit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 4 }), (amount, exponent) => {
        expect(BigInt(formatMinor(amount, exponent).replaceAll(/[^\d]/g, ""))).toBe(amount);
      }),
    );
  });
});

describe("times", () => {
  const at = Date.UTC(2026, 10, 20, 13, 4, 9);

  test("are exact with their zone", () => {
    expect(formatExact(at, "UTC")).toBe("20 Nov 2026, 13:04:09 UTC");
  });

  test("are told in the zone that was chosen, over midnight too", () => {
    expect(formatExact(at, "Asia/Tokyo")).toMatch(/^20 Nov 2026, 22:04:09 /);
    expect(formatExact(at, "Pacific/Auckland")).toMatch(/^21 Nov 2026, 02:04:09 /);
  });

  test.each([
    [3, "just now"],
    [42, "42 s ago"],
    [180, "3 min ago"],
    [7200, "2 h ago"],
    [86_400, "1 day ago"],
    [-7200, "in 2 h"],
    [40 * 86_400, "20 Nov"],
    [400 * 86_400, "20 Nov 2026"],
  ])("%i seconds later it is %s", (seconds, words) => {
    expect(formatRelative(at, at + seconds * 1000, "UTC")).toBe(words);
  });
});

describe("sizes, counts, ids and bytes", () => {
  test("are short enough for a list", () => {
    expect([formatBytes(0), formatBytes(999), formatBytes(1300), formatBytes(2_000_000)]).toEqual(["0 B", "999 B", "1.3 kB", "2.0 MB"]);
    expect(formatCount(1234567)).toBe(`1${space}234${space}567`);
    expect(shortenMiddle("evt_01977c00-0000-7000-8000-00000000abcd")).toBe("evt_01977c…00abcd");
    expect(shortenMiddle("pay_1001")).toBe("pay_1001");
  });

  test("bytes that are no text show as dots, and the cut is said", () => {
    expect(hexDump(Uint8Array.of(0x7b, 0x00, 0xff), 2)).toBe(`00000000  7b 00${" ".repeat(42)}  {·\n… 1 bytes more`);
  });
});
