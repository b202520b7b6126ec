import { describe, expect, it } from "vitest";
import { isUsable, keyStatus } from "#lib/sources/key-status";
import { isSafeToRetire, type KeyUse } from "#lib/sources/safe-to-retire";

const hourMs = 3_600_000;
const now = Date.parse("2026-11-20T12:00:00Z");
const at = (hours: number): Date => new Date(now + hours * hourMs);
const key = (id: string, use: Partial<KeyUse>): KeyUse => ({ id, createdAt: at(-1000), activeFrom: at(-1000), expiresAt: null, revokedAt: null, lastVerifiedAt: null, ...use });

describe("the status of a key", () => {
  it("follows its expiry to the millisecond", () => {
    expect(keyStatus(key("a", {}), now)).toBe("active");
    expect(keyStatus(key("a", { expiresAt: at(1) }), now)).toBe("expiring");
    expect(keyStatus(key("a", { expiresAt: new Date(now) }), now)).toBe("expired");
    expect(keyStatus(key("a", { expiresAt: new Date(now + 1) }), now)).toBe("expiring");
  });

  it("is revoked for good, whatever the expiry says", () => {
    expect(keyStatus(key("a", { revokedAt: at(-1), expiresAt: at(5) }), now)).toBe("revoked");
    expect(isUsable(key("a", { revokedAt: at(-1) }), now)).toBe(false);
  });

  it("does not verify before its time", () => {
    expect(isUsable(key("a", { activeFrom: at(1) }), now)).toBe(false);
  });
});

describe("safe to retire", () => {
  const newer = key("new", { createdAt: at(-72), activeFrom: at(-72), lastVerifiedAt: at(-1) });

  it("needs a newer key that has verified, and silence of this one for the retry horizon", () => {
    const old = key("old", { lastVerifiedAt: at(-49) });
    expect(isSafeToRetire(old, [old, newer], 48, now)).toBe(true);
  });

  it("is false while the provider may still retry with it", () => {
    const old = key("old", { lastVerifiedAt: at(-47) });
    expect(isSafeToRetire(old, [old, newer], 48, now)).toBe(false);
    expect(isSafeToRetire(old, [old, newer], 46, now)).toBe(true);
  });

  it("is false without a newer key that verified", () => {
    const old = key("old", { lastVerifiedAt: at(-500) });
    expect(isSafeToRetire(old, [old], 48, now)).toBe(false);
    expect(isSafeToRetire(old, [old, key("new", { createdAt: at(-72) })], 48, now)).toBe(false);
    expect(isSafeToRetire(newer, [old, newer], 0, now)).toBe(false);
  });

  it("is false for a key that was not watched for the whole horizon", () => {
    const young = key("young", { createdAt: at(-10), activeFrom: at(-10) });
    const newest = key("newest", { createdAt: at(-5), activeFrom: at(-5), lastVerifiedAt: at(-1) });
    expect(isSafeToRetire(young, [young, newest], 48, now)).toBe(false);
  });

  it("is false for keys that ended already", () => {
    const ended = key("ended", { lastVerifiedAt: at(-500), revokedAt: at(-400) });
    expect(isSafeToRetire(ended, [ended, newer], 48, now)).toBe(false);
  });
});
