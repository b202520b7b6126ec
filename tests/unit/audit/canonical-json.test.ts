import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type AuditValue, auditValue, canonicalJson, storable } from "#lib/audit/canonical-json";
import { refuseSecrets } from "#lib/audit/refuse-secrets";
import { generateKeyRingText, keyRing, type Sealed } from "#lib/platform/seal";

describe("canonical JSON", () => {
  it("is the same whatever the order of members", () => {
    expect(canonicalJson({ b: 1, a: { d: [1, null], c: "x" } })).toBe('{"a":{"c":"x","d":[1,null]},"b":1}');
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it("stays the same after it was stored and read again", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const kept = storable(auditValue.parse(JSON.parse(text)));
        expect(canonicalJson(auditValue.parse(JSON.parse(canonicalJson(kept))))).toBe(canonicalJson(kept));
      }),
    );
  });

  it("holds no text that PostgreSQL would refuse", () => {
    expect(storable({ "a\0": "b\0\uD800" })).toEqual({ "a\uFFFD": "b\uFFFD\uFFFD" });
    expect(canonicalJson(storable({ ["__proto__"]: 1, a: 2 }))).toBe('{"a":2}');
  });
});

describe("the audit", () => {
  const sealed = keyRing(generateKeyRingText()).seal("whatever", { purpose: "source_key", rowId: "1" });

  it("does not take a sealed value: not by type, not at run time", () => {
    expectTypeOf<Sealed>().not.toExtend<AuditValue>();
    expectTypeOf<string>().toExtend<AuditValue>();
    expect(() => refuseSecrets({ before: `${sealed}` })).toThrow(/secret in details.before/);
  });

  it.each([
    [{ key: { secret: "x" } }, "details.key.secret"],
    [{ newPassword: "x" }, "details.newPassword"],
    [{ list: [{ token: "x" }] }, "details.list.0.token"],
    [{ text: `cs_${"a".repeat(40)}` }, "details.text"],
    [{ text: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }, "details.text"],
    [{ text: "-----BEGIN PRIVATE KEY-----" }, "details.text"],
  ])("refuses %j", (details, path) => {
    expect(() => refuseSecrets(details)).toThrow(path);
  });

  it("may tell that there was a secret, and what stands beside it", () => {
    expect(() => refuseSecrets({ hasSecret: true, previousTokens: 2, fingerprint: "0a1b2c3d", secret: null, prefix: "cs_abcd", tokenExpiresAt: "2026-01-01T00:00:00Z" })).not.toThrow();
  });
});
