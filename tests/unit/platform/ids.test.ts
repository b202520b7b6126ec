import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstIdAt, idTime, newId, parsePublicId, publicId } from "#lib/platform/ids";

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("ids", () => {
  test("are UUIDv7 in the order of their making, also when thousands are made in one millisecond or the clock steps back", () => {
    const now = Date.now() + 10_000;
    const ids = Array.from({ length: 10_000 }, (_, i) => newId(now - (i % 7)));
    for (const id of ids) expect(id).toMatch(uuidV7);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("tell the moment of their making, and lie behind the bound of that moment", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (ms) => {
        expect(idTime(firstIdAt(ms))).toBe(ms);
        expect(firstIdAt(ms) < firstIdAt(ms + 1)).toBe(true);
      }),
    );
  });

  test("carry their noun for people, and are taken back for that noun alone", () => {
    const id = newId();
    expect(publicId("event", id)).toBe(`evt_${id}`);
    expect(parsePublicId("event", `evt_${id}`)).toBe(id);
    for (const text of [`req_${id}`, id, `evt_${id.toUpperCase()}`, `evt_${id} `, "evt_", "evt_00000000-0000-4000-8000-000000000000"]) {
      expect(parsePublicId("event", text), text).toBeNull();
    }
  });
});
