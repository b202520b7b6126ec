import { expect, test } from "vitest";
import { type FormerUrlUse, FormerUrlUses } from "#lib/receiving/former-url-uses";

test("what comes to former URLs is added up, kept while the database is away, and written at the end", async () => {
  const written: (readonly FormerUrlUse[])[] = [];
  let away = true;
  const uses = new FormerUrlUses((some) => {
    if (away) return Promise.reject(new Error("away"));
    written.push(some);
    return Promise.resolve();
  }, 60_000);
  uses.add("a", 5);
  await uses.flush();
  uses.add("a", 3);
  uses.add("b", 4);
  away = false;
  await uses.close();
  expect(written.flat().toSorted((one, other) => (one.token < other.token ? -1 : 1))).toEqual([{ token: "a", count: 2, lastAtMs: 5 }, { token: "b", count: 1, lastAtMs: 4 }]);
  await uses.close();
  expect(written).toHaveLength(1);
});
