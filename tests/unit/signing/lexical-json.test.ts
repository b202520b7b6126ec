import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LexicalJson, parseLexicalJson } from "#lib/signing/lexical-json";
import { decodeUtf8 } from "#lib/signing/utf8-text";

/** The value as the native parser would give it. */
function toNative(value: LexicalJson): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "boolean":
      return value.text === "true";
    case "number":
      return Number(value.text);
    case "string":
      return value.text;
    case "array":
      return value.items.map(toNative);
    case "object":
      return Object.fromEntries([...value.members].map(([name, member]) => [name, toNative(member)]));
  }
}

function isNativeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the lexical parser", () => {
  it("reads what the native parser reads, and the same", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const parsed = parseLexicalJson(text);
        expect(parsed.ok ? JSON.stringify(toNative(parsed.value)) : null).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it("refuses what the native parser refuses", () => {
    const fragments = fc.constantFrom('"', "\\", "{", "}", "[", "]", ":", ",", "1", "-", ".", "e", "0", "true", "nul", " ", "\n", "\u0000", "a", "\\u12", "\\n", '"x"', "é");
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        expect(parseLexicalJson(text).ok).toBe(isNativeJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(["1.000000", "9007199254740993", "1e400", "-0", "0.0000012", "1E+2"])("keeps the number %s as it is written", (lexeme) => {
    expect(parseLexicalJson(` ${lexeme} `)).toEqual({ ok: true, value: { kind: "number", text: lexeme }, duplicates: [] });
  });

  it.each(["01", "+1", "1.", ".5", "1e", "0x1", "NaN", "Infinity", "--1", "", " ", "{", '{"a"}', '{"a":1,}', "[1,]", "[1 2]", '"\t"', '"\\x"', '"', "{} {}", "\ufeff1", "'a'", "// a\n1"])(
    "refuses %j",
    (text) => expect(parseLexicalJson(text).ok).toBe(false),
  );

  it.each([
    ['{"a":1,"a":2}', ["/a"]],
    ['{"x":[{},{"b/c":{"~":0,"~":1}}]}', ["/x/1/b~1c/~0"]],
    ['{"a":1,"\\u0061":2}', ["/a"]],
    ['{"a":{"b":1},"c":{"b":1}}', []],
    ['{"__proto__":1,"constructor":2,"__proto__":3}', ["/__proto__"]],
  ])("finds the duplicates of %s", (text, duplicates) => {
    const parsed = parseLexicalJson(text);
    expect(parsed.ok ? parsed.duplicates : null).toEqual(duplicates);
  });

  it("reads members named __proto__ as any other", () => {
    const parsed = parseLexicalJson('{"__proto__":{"admin":true}}');
    expect(parsed.ok && parsed.value.kind === "object" ? [...parsed.value.members.keys()] : null).toEqual(["__proto__"]);
    expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
  });

  it("survives a depth of 100 000, closed or not", () => {
    const depth = 100_000;
    expect(parseLexicalJson("[".repeat(depth) + "]".repeat(depth)).ok).toBe(true);
    expect(parseLexicalJson('{"a":'.repeat(depth) + "1" + "}".repeat(depth)).ok).toBe(true);
    expect(parseLexicalJson('{"a":'.repeat(depth)).ok).toBe(false);
    expect(parseLexicalJson("[".repeat(depth)).ok).toBe(false);
  });

  it("survives a million members, and a million times the same one", () => {
    const members = Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":${index}`);
    const parsed = parseLexicalJson(`{${members.join(",")}}`);
    expect(parsed.ok && parsed.value.kind === "object" ? parsed.value.members.size : 0).toBe(1_000_000);
    const repeated = parseLexicalJson(`{${"\"a\":1,".repeat(999_999)}"a":1}`);
    expect(repeated.ok ? repeated.duplicates.length : 0).toBe(16);
  });
});

describe("text of a body", () => {
  it("is null where the bytes are not UTF-8", () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x22, 0xc3, 0x22], [0xff, 0xfe, 0x7b, 0x00]]) {
      expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
    }
  });

  it("is read without one leading byte order mark", () => {
    expect(decodeUtf8(Buffer.from("\ufeff{}"))).toBe("{}");
    expect(decodeUtf8(Buffer.from("\ufeff\ufeff{}"))).toBe("\ufeff{}");
  });
});
