import { describe, expect, it } from "vitest";
import { itemText } from "#lib/events/item-text";
import { valueText } from "#lib/events/value-text";

const bytes = (text: string): Buffer => Buffer.from(text, "utf8");

describe("the payload of an event", () => {
  it("is the item's own text, numbers and blanks as they came", () => {
    const body = '{"live":"false","notificationItems":[{"NotificationRequestItem":{"a": 1.000}},{"NotificationRequestItem":{"amount":{"value":9007199254740993}}}]}';
    expect(itemText("adyen", bytes(body), 0)).toBe('{"a": 1.000}');
    expect(itemText("adyen", bytes(body), 1)).toBe('{"amount":{"value":9007199254740993}}');
  });

  it("is the whole body where there are no items", () => {
    expect(itemText("stripe", bytes(' {"id":"evt_1"} '), 0)).toBe('{"id":"evt_1"}');
    expect(itemText("adyen", bytes('{"type":"x"}'), 0)).toBe('{"type":"x"}');
  });

  it("is nothing where the body is not JSON", () => {
    expect(itemText("gateway", bytes("a=b"), 0)).toBeNull();
    expect(itemText("gateway", Buffer.from([0xff, 0xfe]), 0)).toBeNull();
    expect(itemText("gateway", bytes(""), 0)).toBeNull();
  });
});

describe("the value behind a path", () => {
  it("is found in objects and lists, and ends with its own bracket", () => {
    expect(valueText('{"a":{"b":[1,{"c":[]}]},"b":2}', ["a", "b"])).toBe('[1,{"c":[]}]');
    expect(valueText('{"a":{"b":[1,{"c":"}"}]}}', ["a", "b", 1])).toBe('{"c":"}"}');
    expect(valueText('{"a":"x"}', ["a"])).toBe('"x"');
  });

  it("is the last of repeated members", () => {
    expect(valueText('{"a":1,"a":2}', ["a"])).toBe("2");
  });

  it("is null beside the path", () => {
    expect(valueText('{"a":{"c":1},"d":{"b":1}}', ["a", "b"])).toBeNull();
    expect(valueText("[1]", [3])).toBeNull();
  });
});
