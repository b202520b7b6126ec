import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskEmails, maskPersonal, maskSignedText } from "#lib/events/mask-personal";

describe("masking personal fields", () => {
  it("masks names, mail, telephone, address, IP and card holder, and nothing else", () => {
    const text = JSON.stringify({
      id: "evt_1",
      customer: { name: "Ada Vos", email: "ada@example.com", customer_token: "tok", country: "NL", phone: "+31 20 123" },
      card: { card_holder: "A VOS", last4: "1111", brand: "visa" },
      billingAddress: { street: "Kade 1", city: "Delft", country: "NL" },
      shopperIP: "198.51.100.7",
      merchant: { name: "Shop" },
      status: "paid",
    });
    expect(JSON.parse(maskPersonal(text))).toEqual({
      id: "evt_1",
      customer: { name: "***", email: "***", customer_token: "tok", country: "NL", phone: "***" },
      card: { card_holder: "***", last4: "1111", brand: "visa" },
      billingAddress: { street: "***", city: "***", country: "NL" },
      shopperIP: "***",
      merchant: { name: "Shop" },
      status: "paid",
    });
  });

  it("keeps every digit, blank and repeated member around what it masks", () => {
    expect(maskPersonal('{ "amount" : 1.000000,"email":"a@b.co", "big":9007199254740993, "big": 1e400 ,"x":-0 }')).toBe(
      '{ "amount" : 1.000000,"email":"***", "big":9007199254740993, "big": 1e400 ,"x":-0 }',
    );
  });

  it("knows Adyen's flat names", () => {
    expect(maskPersonal('{"additionalData":{"cardHolderName":"J","billingAddress.street":"S","billingAddress.country":"NL","shopperEmail":"x@y.nl","authCode":"1"}}')).toBe(
      '{"additionalData":{"cardHolderName":"***","billingAddress.street":"***","billingAddress.country":"NL","shopperEmail":"***","authCode":"1"}}',
    );
  });

  it("masks numbers, items of lists and members whose names are escaped", () => {
    expect(maskPersonal('{"phone":123456,"emails":["a@b.co"],"e\\u006dail":"private"}')).toBe('{"phone":"***","emails":["***"],"e\\u006dail":"***"}');
  });

  it("leaves empty, null and boolean values, which tell nothing", () => {
    const text = '{"email":"","phone":null,"address":true}';
    expect(maskPersonal(text)).toBe(text);
  });

  it.each([
    ["a message inside a text", '{"data":"{\\"phone\\":\\"+49 1\\",\\"amount\\":1.0}"}', '{"data":"{\\"phone\\":\\"***\\",\\"amount\\":1.0}"}'],
    ["XML inside a text", '{"data":"<a><phone>+49 1</phone></a>"}', '{"data":"<a><phone>***</phone></a>"}'],
    ["a form inside a text", '{"data":"phone=%2B49&amount=1"}', '{"data":"phone=***&amount=1"}'],
    ["an at sign as an escape", '{"note":"ask ada\\u0040example.com now"}', '{"note":"ask *** now"}'],
    ["an at sign as addresses of pages write it", '{"url":"https://shop/?for=ada%40example.com&x=1"}', '{"url":"https://shop/?for=***&x=1"}'],
    ["JSON behind the name of a function", 'callback({"phone":"+49 1","x":1})', 'callback({"phone":"***","x":1})'],
    ["JSON in a form's field", "payload=%7B%22phone%22%3A%22%2B49%22%7D&x=1", "payload=%7B%22phone%22%3A%22***%22%7D&x=1"],
    ["XML in CDATA", "<a><phone><![CDATA[+49 1]]></phone><b>x</b></a>", "<a><phone>***</phone><b>x</b></a>"],
    ["parts of a form", '--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n+49 1\r\n--x\r\nContent-Disposition: form-data; name="amount"\r\n\r\n10\r\n--x--', '--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n***\r\n--x\r\nContent-Disposition: form-data; name="amount"\r\n\r\n10\r\n--x--'],
    ["a mark before the first letter", '\ufeff{"phone":"+49"}', '\ufeff{"phone":"***"}'],
  ])("looks into %s", (_case, text, masked) => {
    expect(maskPersonal(text)).toBe(masked);
  });

  it("copes with messages in messages, good and broken, whatever their depth", () => {
    let nested = '{"phone":"+49 1"}';
    for (let depth = 0; depth < 12; depth += 1) nested = JSON.stringify({ data: nested });
    expect(maskPersonal(nested)).not.toContain("+49");
    expect(maskPersonal(`${'"[\\q \\'.repeat(100_000)}`).length).toBeGreaterThan(0);
    expect(maskPersonal(`{"a":"${'[\\q \\"'.repeat(100_000)}"}`)).toBe('{"a":"***"}');
  });

  it("finds an address in any text, also under a harmless name", () => {
    expect(maskPersonal('{"note":"write to ada.vos+x@mail.example.com."}')).toBe('{"note":"write to ***."}');
    expect(maskPersonal('{"note":"line\\nada@example.com"}')).toBe('{"note":"line\\n***"}');
  });

  it("masks broken JSON and forms too", () => {
    expect(maskPersonal('{"email":"a@b.co","x":')).toBe('{"email":"***","x":');
    expect(maskPersonal("first_name=Ada&amount=10&mail=a@b.co")).toBe("first_name=***&amount=10&mail=***");
  });

  it("knows the brackets and escapes of forms", () => {
    expect(maskPersonal("customer[name]=Ada&amount=10")).toBe("customer[name]=***&amount=10");
    expect(maskPersonal("billing%5Baddress%5D%5Bstreet%5D=Kade+1&billing%5Baddress%5D%5Bcountry%5D=NL")).toBe("billing%5Baddress%5D%5Bstreet%5D=***&billing%5Baddress%5D%5Bcountry%5D=NL");
    expect(maskPersonal("reply=ada%40example.com&discount=5%25")).toBe("reply=***&discount=5%25");
  });

  it("masks elements and attributes of XML", () => {
    expect(maskPersonal('<p:payment amount="10"><p:firstName a="b">Ada</p:firstName><status>paid</status><holder name="x" email=\'a@b.co\'/></p:payment>')).toBe(
      '<p:payment amount="10"><p:firstName a="b">***</p:firstName><status>paid</status><holder name="x" email="***"/></p:payment>',
    );
  });

  it("leaves good JSON good, and is done once it is done", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const masked = maskPersonal(text);
        JSON.parse(masked);
        expect(maskPersonal(masked)).toBe(masked);
      }),
    );
  });

  it("never leaves half an escape behind", () => {
    const piece = fc.constantFrom("\\\\", "\\n", "\\u0041", "u", "n", "a", "@", "b.co", ".", " ", "\\\"");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(() => void JSON.parse(maskPersonal(`{"note":"${pieces.join("")}"}`))).not.toThrow();
      }),
    );
  });

  it("never throws, whatever comes", () => {
    const pieces = fc.array(fc.constantFrom("{", "}", "[", "]", '"', "\\", ":", ",", "a@b.c", "email", " ", "1")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 100 }), pieces), (text) => {
        expect(typeof maskPersonal(text)).toBe("string");
      }),
    );
  });

  it("copes with depth and with length", () => {
    expect(maskPersonal("[".repeat(100_000))).toHaveLength(100_000);
    // A name is judged for each value that it holds.
    const ofValues = `{"${"a.".repeat(200_000)}":[${"1,[],".repeat(30_000)}1]}`;
    expect(maskPersonal(ofValues)).toBe(ofValues);
    expect(maskEmails("a".repeat(1_000_000))).toHaveLength(1_000_000);
    expect(maskEmails("@".repeat(200_000))).toHaveLength(200_000);
  });

  it("knows the body behind the id and the time that were signed with it", () => {
    expect(maskSignedText('1700000000.{"note":"a \\"b\\"","name_on_card":"Anna Example"}')).toBe('1700000000.{"note":"a \\"b\\"","name_on_card":"***"}');
    expect(maskSignedText('msg_1.1700000000.\n<email>x</email>')).toBe("msg_1.1700000000.\n<email>***</email>");
    expect(maskSignedText("1700000000.customer[name]=Anna&a=1")).toBe("1700000000.customer[name]=***&a=1");
    expect(maskSignedText("psp:anna@example.com:2599")).toBe("psp:***:2599");
    expect(maskSignedText('{"first_name":"Anna"}')).toBe('{"first_name":"***"}');
  });
});
