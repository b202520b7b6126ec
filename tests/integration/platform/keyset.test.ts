import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { newId, publicId } from "#lib/platform/ids";
import { cursorId, toPage, writeCursor } from "#lib/platform/keyset";
import { Problem } from "#lib/platform/problem";
import { testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
beforeAll(() => testInstallation(db));

it("a page's cursor leads to the row that was shown last, and the last page has none", () => {
  const rows = Array.from({ length: 3 }, () => ({ id: newId() }));
  const first = toPage("event", rows, 2, ({ id }) => id);
  expect(first.data).toHaveLength(2);
  expect(cursorId("event", first.nextCursor ?? "")).toBe(rows[1]?.id);
  expect(toPage("event", rows, 3, ({ id }) => id).nextCursor).toBeNull();
  expect(cursorId("event", undefined)).toBeNull();
});

it("a cursor of another list, an altered and an invented one are refused", () => {
  const cursor = writeCursor(publicId("event", newId()));
  expect(() => cursorId("request", cursor)).toThrow(Problem);
  fc.assert(
    fc.property(fc.nat({ max: cursor.length - 1 }), fc.constantFrom("A", "b", "_", "=", ""), (at, character) => {
      const altered = cursor.slice(0, at) + character + cursor.slice(at + 1);
      fc.pre(altered !== cursor);
      expect(() => cursorId("event", altered)).toThrow(Problem);
    }),
  );
  fc.assert(
    fc.property(fc.base64String(), (invented) => {
      expect(() => cursorId("event", invented)).toThrow(Problem);
    }),
  );
});
