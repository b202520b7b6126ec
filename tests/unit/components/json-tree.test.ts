import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJsonTree, searchJsonTree, writeJsonTree } from "../../../components/ui/json-tree.ts";

describe("the JSON tree", () => {
  test("keeps numbers as they were written", () => {
    const text = '{"amount":1.000000,"id":9007199254740993,"tiny":1e-7}';
    const tree = parseJsonTree(text);
    expect(tree === null ? null : writeJsonTree(tree).replaceAll(/\s/g, "")).toBe(text);
  });

  test("keeps members that are given twice", () => {
    const tree = parseJsonTree('{"a":1,"a":2}');
    expect(tree !== null && "members" in tree ? tree.members.map(({ name, value }) => [name, value]) : null).toEqual([
      ["a", { kind: "number", text: "1" }],
      ["a", { kind: "number", text: "2" }],
    ]);
  });

  test("writes paths that can be pasted into code", () => {
    const tree = parseJsonTree('{"data":{"items":[{"odd key":1}]}}');
    expect([...searchJsonTree(tree ?? { kind: "literal", text: "null" }, "odd").hits]).toEqual(['data.items[0]["odd key"]']);
  });

  test("gives the members around a hit, so that they can be opened", () => {
    const tree = parseJsonTree('{"data":{"object":{"id":"pi_1"}},"other":1}');
    expect([...searchJsonTree(tree ?? { kind: "literal", text: "null" }, "PI_1").around]).toEqual(["data", "data.object"]);
  });

  test.each(["", "{", "[1,]", "{a:1}", "01", '"\u0001"', "nul", "{} {}", '{"a" 1}'])("refuses what is not JSON: %j", (text) => {
    expect(parseJsonTree(text)).toBeNull();
  });

  test("gives up on nesting that would not be readable, without crashing", () => {
    expect(parseJsonTree("[".repeat(100_000) + "]".repeat(100_000))).toBeNull();
  });

  test("reads every JSON text and writes the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const tree = parseJsonTree(JSON.stringify(value));
        expect(tree === null ? null : JSON.parse(writeJsonTree(tree))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("throws on no text whatever", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseJsonTree(text)));
  });
});
