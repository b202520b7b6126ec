import { afterEach, describe, expect, test } from "vitest";
import { closeInstallation, type InstallationFacts, openInstallation } from "#lib/platform/installation";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { testDatabase } from "#tests/support/database";

const db = await testDatabase();
const facts = (ringText: string): InstallationFacts => ({
  ring: keyRing(ringText),
  publicUrl: "http://127.0.0.1:3000",
  sessionSecret: "s".repeat(43),
  bodyLimitBytes: 1_048_576,
  trustedProxies: [],
  allowPrivateTargets: [],
  metricsToken: null,
});
afterEach(closeInstallation);

describe("an installation", () => {
  test("keeps one hash key for life, also when two processes open it first at once", async () => {
    const ringText = generateKeyRingText();
    const [one, two] = await Promise.all([openInstallation(db.pool, facts(ringText)), openInstallation(db.pool, facts(ringText))]);
    expect(one.hashKey).toHaveLength(32);
    expect(two.hashKey.equals(one.hashKey)).toBe(true);
    const newRing = `k2:${Buffer.alloc(32, 7).toString("base64")},${ringText}`;
    expect((await openInstallation(db.pool, facts(newRing))).hashKey.equals(one.hashKey)).toBe(true);
  });

  test("says which variable is wrong when its master key is missing", async () => {
    await expect(openInstallation(db.pool, facts(`k1:${Buffer.alloc(32, 9).toString("base64")}`))).rejects.toThrow(/^ENCRYPTION_KEYS does not hold the master key/);
  });
});
