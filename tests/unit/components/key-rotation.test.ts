import { describe, expect, test } from "vitest";
import type { Key } from "#lib/sources/source-shape";
import { horizonWords, keyRotation, keyRotationAnswer, keyWarnings } from "../../../components/sources/key-rotation.ts";
import { urlRotation } from "../../../components/sources/url-rotation.ts";

const now = Date.parse("2026-11-20T12:00:00Z");
const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
const key = (label: string, more: Partial<Key> = {}): Key => ({ id: label, label, fingerprint: "0a1b2c3d", status: "active", activeFrom: at(-1000), expiresAt: null, lastVerifiedAt: null, verifiedCount: 0, verifiedLastDay: 0, safeToRetire: false, retirableFrom: null, ...more });

describe("the rotation of a key", () => {
  test("begins with one key, ended ones left aside", () => {
    const rotation = keyRotation([key("gone", { status: "revoked" }), key("old")]);
    expect([rotation.step, rotation.next, rotation.former]).toEqual([1, null, []]);
    expect(keyRotationAnswer(rotation, "Stripe")).toContain("“old” is the only key");
    expect(keyRotationAnswer(keyRotation([]), "Stripe")).toContain("every message is refused");
  });

  test("says with which key the provider signs, and when the old one may go", () => {
    const answer = (...keys: Key[]): string => keyRotationAnswer(keyRotation(keys), "Stripe");
    expect(answer(key("old"), key("new"))).toContain("No message has arrived yet");
    expect(answer(key("old", { lastVerifiedAt: at(-1) }), key("new"))).toBe("Stripe still signs with “old”. “new” has verified nothing yet.");
    expect(answer(key("old", { lastVerifiedAt: at(-1) }), key("new", { lastVerifiedAt: at(-2) }))).toContain("“new” has verified messages too");
    expect(answer(key("old", { lastVerifiedAt: at(-2) }), key("new", { lastVerifiedAt: at(-1) }))).toBe("Stripe signs with “new” now. Wait until the old key is safe to retire.");
    const done = [key("old", { lastVerifiedAt: at(-100), safeToRetire: true }), key("new", { lastVerifiedAt: at(-1) })];
    expect(answer(...done)).toBe("Stripe signs with “new” now. The old key is safe to retire.");
    expect(keyRotation(done).step).toBe(3);
  });

  test("tells keys of one label apart by their fingerprints", () => {
    const twins = [key("a", { label: "Key", lastVerifiedAt: at(-1) }), key("b", { label: "Key", fingerprint: "ffffffff" })];
    expect(keyRotationAnswer(keyRotation(twins), "Stripe")).toBe("Stripe still signs with “Key (0a1b2c3d)”. “Key (ffffffff)” has verified nothing yet.");
  });

  test("names horizons as people do", () => {
    expect([720, 72, 48].map(horizonWords)).toEqual(["30 days", "3 days", "48 hours"]);
  });
});

describe("a warning before a key ends", () => {
  const ending = { status: "expiring", expiresAt: at(72) } as const;

  test("is loud when no other key stays", () => {
    expect(keyWarnings([key("only", ending)], now)).toMatchObject([{ tone: "bad", text: expect.stringContaining("no key verifies any more") as unknown }]);
    expect(keyWarnings([key("a", ending), key("b", { ...ending, expiresAt: at(48) })], now).map(({ key: { label }, tone }) => [label, tone])).toEqual([["a", "bad"]]);
  });

  test("is given while the key still verifies, and not before the last two weeks", () => {
    expect(keyWarnings([key("old", { ...ending, verifiedLastDay: 214 }), key("new")], now)).toMatchObject([{ tone: "warn", text: expect.stringContaining("214 messages in the last 24 hours") as unknown }]);
    expect(keyWarnings([key("old", ending), key("new")], now)).toEqual([]);
    expect(keyWarnings([key("old", { ...ending, expiresAt: at(24 * 15) })], now)).toEqual([]);
    expect(keyWarnings([key("old", { ...ending, status: "expired", expiresAt: at(-1) })], now)).toEqual([]);
  });
});

describe("the change of a URL", () => {
  const former = (lastUsedAt: string | null) => ({ token: "t", expiresAt: at(100), lastUsedAt, useCount: 3 });

  test("follows where the messages arrive", () => {
    const step = (...previousTokens: ReturnType<typeof former>[]): number => urlRotation({ previousTokens }, "Adyen", now).step;
    expect([step(), step(former(at(-1))), step(former(null)), step(former(at(-25))), step(former(null), former(at(-1)))]).toEqual([1, 2, 3, 3, 2]);
    expect(urlRotation({ previousTokens: [former(at(-1))] }, "Adyen", now).answer).toContain("Adyen still sends to a former URL");
  });
});
