import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalCell, textCell } from "#lib/transactions/csv-cell";
import { searchAmounts } from "#lib/transactions/search-amounts";

describe("a cell of CSV", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30", "'+49 30"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", '"\'\t=1"'],
    ["\r=1", '"\'\r=1"'],
    ["\n=1", '"\'\n=1"'],
    ["  =1", "'  =1"],
    ["\u200b=1", "'\u200b=1"],
    ["\uff1dcmd", "'\uff1dcmd"],
    ["\uff0b1", "'\uff0b1"],
    ["\uff0d1", "'\uff0d1"],
    ["\uff20x", "'\uff20x"],
    ['=HYPERLINK("http://x";"y")', '"\'=HYPERLINK(""http://x"";""y"")"'],
    ["plain", "plain"],
    ["a=b", "a=b"],
    ['say "hi", twice', '"say ""hi"", twice"'],
    ["two\nlines", '"two\nlines"'],
    ["a;b", '"a;b"'],
    ["", ""],
  ])("of %j is %j: nothing that a spreadsheet runs, and the text whole", (text, cell) => {
    expect(textCell(text)).toBe(cell);
  });

  it("never begins as a formula, whatever the text", () => {
    const dangerous = fc.tuple(fc.constantFrom("", " ", "\t", "\u00a0", "\ufeff", "\u200b"), fc.constantFrom("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"), fc.string()).map((parts) => parts.join(""));
    fc.assert(fc.property(dangerous, (text) => textCell(text).replace(/^"/, "").startsWith("'")), { numRuns: 200 });
  });

  it("of an amount is a decimal number with every digit", () => {
    expect([decimalCell(2599n, 2), decimalCell(5n, 2), decimalCell(-5n, 3), decimalCell(0n, 2), decimalCell(500n, 0), decimalCell(9_007_199_254_740_993n, 2)]).toEqual(["25.99", "0.05", "-0.005", "0.00", "500", "90071992547409.93"]);
  });
});

describe("an amount that is searched for", () => {
  const minor = (text: string) => searchAmounts(text).amounts.map(({ exponent, amountMinor }) => `${String(exponent)}:${String(amountMinor)}`);

  it("is read by every exponent that it fits", () => {
    expect(minor("25.99")).toEqual(["2:2599", "3:25990", "4:259900"]);
    expect(minor("25.990")).toEqual(["2:2599", "3:25990", "4:259900"]);
    expect(minor("25")).toEqual(["0:25", "2:2500", "3:25000", "4:250000"]);
    expect(minor("0.005 BHD")).toEqual(["3:5", "4:50"]);
    expect(searchAmounts("eur 25,99")).toMatchObject({ currency: "EUR" });
  });

  it.each(["order-25", "25.99.1", "1e3", "25.99 EUR USD", "EUR 25 EUR", "-5", "25.12345", "12345678901234567", ""])("is not %j", (text) => {
    expect(minor(text)).toEqual([]);
  });
});
