import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holdsCard, maskCardText } from "#lib/platform/mask-card-text";

describe("what people write down keeps no card number", () => {
  test.each([
    ["as it stands", "paid with 4000056655665556", "paid with 400005******5556"],
    ["in groups", "card 4000 0566 5566 5556, called", "card 4000 05** **** 5556, called"],
    ["with dashes that a phone wrote", "4000–0566–5566–5556", "4000–05**–****–5556"],
    ["with full stops", "4000.0566.5566.5556", "4000.05**.****.5556"],
    ["as an address writes blanks", "?q=4000%200566%205566%205556", "?q=4000%2005**%20****%205556"],
    ["over two lines", "4000 0566\n5566 5556", "4000 05**\n**** 5556"],
    ["with marks of no width between", "4000\u200b0566\u200b5566\u200b5556", "4000\u200b05**\u200b****\u200b5556"],
    ["two of them", "4000056655665556 or 5555555555554444", "400005******5556 or 555555******4444"],
    ["with its code", "4000056655665556 cvv 917", "400005******5556 cvv ***"],
    ["its code in words", "The security code is 9171", "The security code is ****"],
  ])("%s", (_case, text, masked) => {
    expect(maskCardText(text)).toBe(masked);
    expect(holdsCard(text)).toBe(true);
  });

  test.each(["order 4000056655665557 (one digit off)", "called +49 30 1234567 at 10:15 on 2026-11-21", "pay_1234567890, 25.99 EUR", "cvc 12, avs 400", "version 4000.0566.55665.556"])("%s stays", (text) => {
    expect(maskCardText(text)).toBe(text);
    expect(holdsCard(text)).toBe(false);
  });

  test("whatever stands around it, it is found, and nothing but digits changes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
        const text = `${before.replaceAll(/[\d\s._/\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060]+$/g, "")} : 4000 0566 5566 5556 : ${after}`;
        const masked = maskCardText(text);
        expect(masked).not.toContain("0566 5566");
        expect(masked.length).toBe(text.length);
        expect(maskCardText(masked)).toBe(masked);
      }),
    );
  });

  test("a long text of digits and blanks takes no time to speak of", () => {
    expect(maskCardText("4 ".repeat(20_000)).length).toBe(40_000);
  });
});
