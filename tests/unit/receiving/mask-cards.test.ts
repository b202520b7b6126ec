import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskCards } from "#lib/receiving/mask-cards";

const none: ReadonlySet<string> = new Set();
const mask = (text: string, unmasked = none): string => Buffer.from(maskCards(Buffer.from(text), unmasked).body).toString();

describe("card numbers never reach storage", () => {
  test.each([
    ["Visa", "4111111111111111", "411111******1111"],
    ["Mastercard", "5555555555554444", "555555******4444"],
    ["Mastercard, new range", "2223003122003222", "222300******3222"],
    ["American Express", "378282246310005", "378282*****0005"],
    ["Diners Club", "30569309025904", "305693****5904"],
    ["JCB", "3530111333300000", "353011******0000"],
    ["Discover", "6011111111111117", "601111******1117"],
    ["UnionPay", "6200000000000005", "620000******0005"],
  ])("%s in a string keeps its first six and last four digits", (_scheme, number, masked) => {
    expect(mask(`{"card":"${number}"}`)).toBe(`{"card":"${masked}"}`);
  });

  test("zeros in front of a text hide nothing in it", () => {
    for (const front of [[0, 1], [0, 0x41], [0x41, 0], [0xff, 0xfe], [0xfe, 0xff]]) {
      const { body, masked } = maskCards(Buffer.concat([Buffer.from(front), Buffer.from('{"card":"4111111111111111"} ')]), none);
      expect([masked, Buffer.from(body).toString("latin1").slice(2)]).toEqual([true, '{"card":"411111******1111"} ']);
    }
  });

  test("a bare number stays a number of the same length", () => {
    expect(mask('{"card":4111111111111111}')).toBe('{"card":4111110000001111}');
  });

  test("blanks and hyphens between groups do not hide it", () => {
    expect(mask('{"n":"4111 1111 1111 1111 12/27"}')).toBe('{"n":"4111 11** **** 1111 12/27"}');
    expect(mask('{"n":"4111-1111-1111-1111"}')).toBe('{"n":"4111-11**-****-1111"}');
  });

  test("JSON escapes do not hide it", () => {
    const escaped = "4111111111111111".replaceAll(/\d/g, (digit) => `\\u003${digit}`);
    const masked = mask(`{"card":"${escaped}"}`);
    expect(JSON.parse(masked)).toEqual({ card: "411111******1111" });
    expect(masked).toHaveLength(`{"card":"${escaped}"}`.length);
  });

  test("text around it does not hide it", () => {
    expect(mask('{"note":"paid with 4111111111111111, thanks"}')).toBe('{"note":"paid with 411111******1111, thanks"}');
  });

  test("a form body is masked too", () => {
    expect(mask("card=4111111111111111&amount=100")).toBe("card=411111******1111&amount=100");
  });

  test("every card of a body is masked", () => {
    expect(mask('["4111111111111111","5555555555554444"]')).toBe('["411111******1111","555555******4444"]');
    expect(mask('{"n":"4111111111111111 5555555555554444"}')).toBe('{"n":"411111******1111 555555******4444"}');
    expect(mask('{"n":"4111 1111 1111 1111 5555-5555-5555-4444"}')).toBe('{"n":"4111 11** **** 1111 5555-55**-****-4444"}');
  });

  test("the name of a reference covers nothing that comes after its object", () => {
    const unmasked = new Set(["id"]);
    expect(mask('[{"id":"4111111111111111"},"4111111111111111"]', unmasked)).toBe('[{"id":"4111111111111111"},"411111******1111"]');
  });

  test("every card of a string is masked, whatever parts them", () => {
    expect(mask('{"n":"4111111111111111 5555555555554444"}')).toBe('{"n":"411111******1111 555555******4444"}');
    expect(mask('{"n":"4111-1111-1111-1111-5555-5555-5555-4444"}')).toBe('{"n":"4111-11**-****-1111-5555-55**-****-4444"}');
    expect(mask('{"n":"12 4111111111111111 7 5555555555554444 99"}')).toBe('{"n":"12 411111******1111 7 555555******4444 99"}');
  });

  test("blanks around the colon do not hide a security code, nor a member that may hold a reference", () => {
    expect(mask('{"cvv" : "123", "cvc"\n:\t456}')).toBe('{"cvv" : "***", "cvc"\n:\t100}');
    expect(mask('{"reference" : "4111111111111111"}', new Set(["reference"]))).toBe('{"reference" : "4111111111111111"}');
  });

  test("groups of digits do not hide it in a form or in XML", () => {
    expect(mask("card=4111+1111+1111+1111&x=1")).toBe("card=4111+11**+****+1111&x=1");
    expect(mask("<pan>4111 1111 1111 1111</pan>")).toBe("<pan>4111 11** **** 1111</pan>");
  });

  test("a million digits in a row are no card, and no fault", () => {
    expect(maskCards(Buffer.from(`{"n":"${"4".repeat(1_000_000)}"}`), none).masked).toBe(false);
  });

  test("a name of half a megabyte before a hundred thousand numbers is read once, not for each of them", () => {
    const name = "a".repeat(500_000);
    expect(maskCards(Buffer.from(`{"${name}":[${"123,".repeat(100_000)}1]}`), none).masked).toBe(false);
    expect(maskCards(Buffer.from(`${name}${"=123".repeat(100_000)}`), none).masked).toBe(false);
    expect(mask(`{"${name}.cvc":"123"}`)).toBe(`{"${name}.cvc":"***"}`);
  });

  test.each(["cvv", "CVC", "cvv2", "card_cvc", "securityCode"])("the digits of a member named %s are overwritten", (name) => {
    expect(mask(`{"${name}":"123","x":"123"}`)).toBe(`{"${name}":"***","x":"123"}`);
    expect(mask(`{"${name}":1234}`)).toBe(`{"${name}":1000}`);
  });
});

describe("card numbers as people and programs write them", () => {
  test.each([
    ["full stops", '{"n":"4111.1111.1111.1111"}', '{"n":"4111.11**.****.1111"}'],
    ["underscores", '{"n":"4111_1111_1111_1111"}', '{"n":"4111_11**_****_1111"}'],
    ["no-break spaces", '{"n":"4111\u00a01111\u00a01111\u00a01111"}', '{"n":"4111\u00a011**\u00a0****\u00a01111"}'],
    ["escaped no-break spaces", String.raw`{"n":"4111\u00a01111\u00a01111\u00a01111"}`, String.raw`{"n":"4111\u00a011**\u00a0****\u00a01111"}`],
    ["%20 in JSON", '{"n":"4111%201111%201111%201111"}', '{"n":"4111%2011**%20****%201111"}'],
    ["%20 in a form", "n=4111%201111%201111%201111&x=1", "n=4111%2011**%20****%201111&x=1"],
    ["%C2%A0 in a form", "n=4111%C2%A01111%C2%A01111%C2%A01111", "n=4111%C2%A011**%C2%A0****%C2%A01111"],
    ["American Express by its groups", '{"n":"3782.822463.10005"}', '{"n":"3782.82****.*0005"}'],
    ["escaped digits of a form", "n=%34111111111111111", "n=%3411111******1111"],
    ["JSON inside of a form", "payload=%7B%22n%22%3A%224111111111111111%22%7D", "payload=%7B%22n%22%3A%22411111******1111%22%7D"],
  ])("%s do not hide one", (_what, text, masked) => {
    expect(mask(text)).toBe(masked);
    expect(Buffer.byteLength(mask(text))).toBe(Buffer.byteLength(text));
  });

  test.each([
    ["utf16le with a mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf16le", (text: string) => Buffer.from(text, "utf16le")],
    ["utf16be with a mark", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["utf16be", (text: string) => Buffer.from(text, "utf16le").swap16()],
  ])("%s does not hide one, and keeps every other byte", (_encoding, encode) => {
    const body = encode('{"name":"Zoë Łuk","card":"4111 1111 1111 1111","cvc":"123","bare":4111111111111111,"id":"4111111111111111"}');
    const expected = encode('{"name":"Zoë Łuk","card":"4111 11** **** 1111","cvc":"***","bare":4111110000001111,"id":"4111111111111111"}');
    expect(Buffer.from(maskCards(body, new Set(["id"])).body).equals(expected)).toBe(true);
  });

  test.each([
    ["cvv=123&amount=123", "cvv=***&amount=123"],
    ["amount=123&cvc=1234", "amount=123&cvc=****"],
    ["card%5Bcvc%5D=123&x=456", "card%5Bcvc%5D=***&x=456"],
    ["card[cvc]=123", "card[cvc]=***"],
    ["cardnumber=4111111111111111&cvv=123", "cardnumber=411111******1111&cvv=***"],
    ["order=12+345&cvv=123", "order=12+345&cvv=***"],
    ['note=5"disk&cvv=123', 'note=5"disk&cvv=***'],
    ["payload=%7B%22cvv%22%3A%22123%22%2C%22code%22%3A123%7D", "payload=%7B%22cvv%22%3A%22***%22%2C%22code%22%3A123%7D"],
    ["payload=%7B%22cvv%22%3A123%7D", "payload=%7B%22cvv%22%3A***%7D"],
    ["<card><cvv>123</cvv><amount>123</amount></card>", "<card><cvv>***</cvv><amount>123</amount></card>"],
    ['<card cvc="123" amount="123"/>', '<card cvc="***" amount="123"/>'],
  ])("security codes of forms and elements: %s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test("a reference in a form or an element stays as it came", () => {
    const unmasked = new Set(["reference"]);
    expect(mask("reference=4111111111111111&card=4111111111111111", unmasked)).toBe("reference=4111111111111111&card=411111******1111");
    expect(mask("<reference>4111111111111111</reference><x>4111111111111111</x>", unmasked)).toBe("<reference>4111111111111111</reference><x>411111******1111</x>");
  });
});

describe("what is no card number stays as it came", () => {
  test.each(['{"a":4111111111111112}', '{"a":"1234567890123456"}', '{"t":1767225600000}', '{"a":41111111111111111111}', '{"a":"4111 1111 1111"}', '{"v":"411111.1111111111"}', '{"ip":"41.111.111.1111.111.1"}', '{"t":"2222_10_31_12_30_4150"}', "amount=4111111111.111111&x=1", "discount=5%4111111111111111"])("%s", (text) => {
    const body = Buffer.from(text);
    const result = maskCards(body, none);
    expect(result.masked).toBe(false);
    expect(result.body).toBe(body);
  });

  test("members that the provider declares as references are left alone", () => {
    const text = '{"pspReference":"4111111111111111","other":"4111111111111111"}';
    expect(mask(text, new Set(["pspReference"]))).toBe('{"pspReference":"4111111111111111","other":"411111******1111"}');
  });
});

describe("for any body", () => {
  test("length, validity and everything but digits are kept", () => {
    const card = fc.constantFrom("4111111111111111", "5555555555554444", "378282246310005");
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: "small" }, fc.string(), card, fc.integer(), fc.boolean(), fc.array(tie("node"), { maxLength: 4 }), fc.dictionary(fc.string(), tie("node"), { maxKeys: 4 })),
    })).node;
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json);
        const masked = mask(text);
        expect(masked).toHaveLength(text.length);
        expect(masked.replaceAll(/[0-9*]/g, "")).toBe(text.replaceAll(/[0-9*]/g, ""));
        expect(() => void JSON.parse(masked)).not.toThrow();
        for (const number of ["4111111111111111", "5555555555554444", "378282246310005"]) expect(masked).not.toContain(`"${number}"`);
      }),
    );
  });

  test("no bytes make it throw", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(maskCards(bytes, none).body).toHaveLength(bytes.length);
    }));
  });
});

/** By the letter, for numbers that begin with 4 or belong to nobody: each run of whole groups is summed anew, the longest counts, and the search goes on behind it. */
function maskedByTheLetter(groups: readonly string[]): string {
  const isCard = (number: string): boolean => number.startsWith("4") && number.length >= 13 && number.length <= 19 && Array.from(number).toReversed().reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : (Number(digit) * 2) % 10 + Math.floor(Number(digit) / 5)), 0) % 10 === 0;
  const masked = [...groups];
  for (let from = 0; from < groups.length; from += 1) {
    const lengths = groups.slice(from).flatMap((_, index) => (isCard(groups.slice(from, from + index + 1).join("")) ? [index + 1] : []));
    const count = lengths.at(-1);
    if (count === undefined) continue;
    const total = groups.slice(from, from + count).join("").length;
    let seen = 0;
    for (let at = from; at < from + count; at += 1) masked[at] = Array.from(groups[at] ?? "", (digit) => (seen++ < 6 || seen > total - 4 ? digit : "*")).join("");
    from += count - 1;
  }
  return masked.join(" ");
}

test("whatever groups of digits a text is made of, those of cards and no others are overwritten", () => {
  const digit = fc.constantFrom("4", "0", "1", "9");
  const group = fc.oneof(fc.array(digit, { minLength: 4, maxLength: 4 }), fc.array(digit, { minLength: 1, maxLength: 20 })).map((digits) => digits.join(""));
  const groups = fc.array(fc.oneof({ weight: 4, arbitrary: group }, fc.constantFrom("4111111111111111", "4111", "1111")), { minLength: 1, maxLength: 30 }).filter((all) => all.join("").length > 4);
  fc.assert(
    fc.property(groups, (all) => {
      expect(mask(`{"text":"${all.join(" ")}"}`)).toBe(`{"text":"${maskedByTheLetter(all)}"}`);
    }),
    { numRuns: 2_000 },
  );
});
