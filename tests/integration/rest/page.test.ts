import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { Problem } from "#lib/platform/problem";
import { readCursor, writeCursor } from "#lib/rest/page";
import { testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
beforeAll(() => testInstallation(db));

it("a cursor gives back its position, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (position) => {
      expect(readCursor("events", writeCursor("events", position))).toBe(position);
    }),
  );
});

it("a cursor of another list, an altered and an invented one are refused", () => {
  const cursor = writeCursor("events", "01976f3e-0000-7000-8000-000000000000");
  expect(() => readCursor("requests", cursor)).toThrow(Problem);
  fc.assert(
    fc.property(fc.nat({ max: cursor.length - 1 }), fc.constantFrom("A", "b", "_", "=", ""), (at, character) => {
      const altered = cursor.slice(0, at) + character + cursor.slice(at + 1);
      fc.pre(altered !== cursor);
      expect(() => readCursor("events", altered)).toThrow(Problem);
    }),
  );
  fc.assert(
    fc.property(fc.base64String(), (invented) => {
      expect(() => readCursor("events", invented)).toThrow(Problem);
    }),
  );
});
