import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { generateKeyRingText, generateKeyText, keyRing } from "#lib/platform/seal";

const binding = { purpose: "source_key", rowId: "row-1" } as const;

describe("a sealed secret", () => {
  const ringText = generateKeyRingText();
  const ring = keyRing(ringText);

  test("opens to the same text, whatever it is, and never looks the same twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (secret) => {
        const sealed = ring.seal(secret, binding);
        expect(ring.open(sealed, binding)).toBe(secret);
        expect(ring.seal(secret, binding)).not.toBe(sealed);
        expect(sealed).toMatch(/^v1\.k1\.[\w-]+\.[\w-]*\.[\w-]+$/);
      }),
    );
  });

  test("opens in its own row and for its own purpose alone", () => {
    const sealed = ring.seal("secret", binding);
    expect(() => ring.open(sealed, { ...binding, rowId: "row-2" })).toThrow("unable to authenticate");
    expect(() => ring.open(sealed, { ...binding, purpose: "hash_key" })).toThrow("unable to authenticate");
  });

  test("does not open when any character of it was changed", () => {
    const sealed = ring.seal("a secret of some length", binding);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      // The last character of a base64url part may hold bits that are not used.
      if (Buffer.from(changed.split(".").at(-1) ?? "", "base64url").equals(Buffer.from(sealed.split(".").at(-1) ?? "", "base64url")) && at === sealed.length - 1) continue;
      const opened = ((): string | null => {
        try {
          return ring.open(changed, binding);
        } catch {
          return null;
        }
      })();
      expect(opened === null || opened === "a secret of some length", `changed at ${String(at)}`).toBe(true);
    }
  });

  test.each(["", "secret", "v1.k1.a.b", "v2.k1.a.b.c", "v1.k1.a.b.c.d"])("is not mistaken for plain text: %s", (text) => {
    expect(() => ring.open(text, binding)).toThrow("not a sealed value");
  });
});

describe("a key ring", () => {
  const [oldText, newText] = [generateKeyRingText(), generateKeyRingText().replace("k1:", "k2:")];

  test("seals with its first key and opens with all", () => {
    const before = keyRing(oldText).seal("secret", binding);
    const both = keyRing(`${newText},${oldText}`);
    expect(both.open(before, binding)).toBe("secret");
    expect(both.seal("secret", binding)).toMatch(/^v1\.k2\./);
    expect(() => keyRing(newText).open(before, binding)).toThrow(/"k1", which is not in ENCRYPTION_KEYS/);
  });

  test("tells its keys' names, the one that seals first", () => {
    expect(keyRing(`${newText},${oldText}`).keyIds()).toEqual(["k2", "k1"]);
    expect(() => keyRing(`${oldText},${oldText}`)).toThrow("names each of its keys once");
  });

  test("gets one more key under a name that is not taken", () => {
    expect(keyRing(`${generateKeyText(["k1", "k3"])},${oldText}`).keyIds()).toEqual(["k4", "k1"]);
  });

  test.each(["", "k1", "k1:", "k1:c2hvcnQ=", `:${Buffer.alloc(32).toString("base64")}`])("refuses %j", (text) => {
    expect(() => keyRing(text)).toThrow("id:base64 entries of 32 bytes");
  });
});
