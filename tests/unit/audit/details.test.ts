import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesOf, otherDetails } from "../../../components/audit/audit-words.ts";
import { anchorInput, anchorText, parseAnchor } from "#lib/audit/anchor";
import { canonicalJson, storable } from "#lib/audit/canonical-json";
import { parseDetails } from "#lib/audit/read-chain.sql";

describe("stored details", () => {
  it("come back as they were written", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const written = canonicalJson(storable(asAudit(value)));
        expect(canonicalJson(parseDetails(written))).toBe(written);
      }),
    );
  });

  it.each([
    ['{"a": 1}', '{"a": 1, "__proto__": {"b": 2}}'],
    ['{"amountMinor": 2599}', '{"amountMinor": 2599.0000000000000000001}'],
    ['{"amountMinor": 9007199254740992}', '{"amountMinor": 9007199254740993}'],
    ['{"text": "1"}', '{"text": 1}'],
  ])("%s and %s are not the same", (one, other) => {
    expect(canonicalJson(parseDetails(one))).not.toBe(canonicalJson(parseDetails(other)));
  });

  it("are the same however PostgreSQL writes their numbers", () => {
    expect(canonicalJson(parseDetails('{"a": 1000000000000000000000, "b": 0.10, "c": 1e-7, "d": "12345678901234567890 \\" 1"}'))).toBe(canonicalJson({ a: 1e21, b: 0.1, c: 0.0000001, d: '12345678901234567890 " 1' }));
  });
});

function asAudit(value: unknown) {
  return parseDetails(JSON.stringify(value));
}

describe("an anchor", () => {
  it("holds a position and a hash", () => {
    const head = { position: 24n, hash: Buffer.alloc(32, 7) };
    expect(parseAnchor(anchorText(head))).toEqual(head);
  });
  it.each(["", "24", "24:07", `0:${"0".repeat(64)}`, `-1:${"0".repeat(64)}`, `1:${"g".repeat(64)}`, `${"9".repeat(19)}:${"0".repeat(64)}`])("is none as %j", (text) => {
    expect(anchorInput.safeParse(text).success).toBe(false);
  });
});

describe("the words of an entry", () => {
  it("tell what changed, member by member, and leave out what did not", () => {
    const details = { before: { name: "Shop", settings: { mode: "a", same: 1 }, tags: ["x"] }, after: { name: "Shop 2", settings: { mode: "a", same: 1 }, tags: [], extra: true }, reason: "moved" };
    expect(differencesOf(details)).toEqual([
      { path: "name", before: "Shop", after: "Shop 2" },
      { path: "tags", before: "x", after: "none" },
      { path: "extra", before: null, after: "true" },
    ]);
    expect(otherDetails(details)).toEqual([{ name: "reason", value: "moved" }]);
    expect(differencesOf({ reason: "x" })).toBeNull();
  });
});
