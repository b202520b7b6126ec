import { beforeAll, describe, expect, it } from "vitest";
import { dropSettings } from "#lib/settings/read-settings";
import { publicId } from "#lib/platform/ids";
import { paymentStats, paymentStatsQuery } from "#lib/stats/payment-stats";
import { apiKeyActor, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { eur, storedSource, storedTransaction } from "#tests/support/transactions";

const db = await testDatabase();
const reader = apiKeyActor(["stats:read"]);
let shop: string;

beforeAll(async () => {
  await testInstallation(db);
  shop = await storedSource(db);
  const other = await storedSource(db, { mode: "live" });
  const store = (at: string, more: Partial<Parameters<typeof storedTransaction>[1]> = {}) => storedTransaction(db, { sourceId: shop, at: new Date(at), ...more });
  await store("2026-03-01T22:30:00Z", { amount: eur(9_007_199_254_740_993n) });
  await store("2026-03-01T23:30:00Z", { amount: eur(1) });
  await store("2026-03-01T23:40:00Z", { amount: { amountMinor: 500n, currency: "JPY", exponent: 0 } });
  await store("2026-03-02T10:00:00Z", { status: "failed" });
  await store("2026-03-02T10:00:00Z", { kind: "payout", status: "paid" });
  await store("2026-03-02T10:00:00Z", { amount: null, status: "created" });
  await store("2026-03-02T11:00:00Z", { sourceId: other, mode: "live" });
});

async function counted(query: Readonly<Record<string, string>>) {
  const { data, exact } = await paymentStats(reader, paymentStatsQuery.parse({ from: "2026-03-01T00:00:00Z", to: "2026-03-04T00:00:00Z", ...query }));
  expect(exact).toBe(true);
  return data.map(({ at, status, count, amount }) => [at.slice(0, 16), status, count, amount === null ? null : `${String(amount.amountMinor)} ${amount.currency}`]);
}

describe("statistics of payments", () => {
  it("count and add up by day of the reader's zone, status and currency, exactly", async () => {
    expect(await counted({ sourceId: publicId("source", shop) })).toEqual([
      ["2026-03-01T00:00", "captured", 2, "9007199254740994 EUR"],
      ["2026-03-01T00:00", "captured", 1, "500 JPY"],
      ["2026-03-02T00:00", "created", 1, null],
      ["2026-03-02T00:00", "failed", 1, "2599 EUR"],
    ]);
    expect(await counted({ mode: "test", timeZone: "Europe/Berlin" })).toEqual([
      ["2026-02-28T23:00", "captured", 1, "9007199254740993 EUR"],
      ["2026-03-01T23:00", "captured", 1, "1 EUR"],
      ["2026-03-01T23:00", "captured", 1, "500 JPY"],
      ["2026-03-01T23:00", "created", 1, null],
      ["2026-03-01T23:00", "failed", 1, "2599 EUR"],
    ]);
    await db.prisma.settings.update({ where: { id: 1 }, data: { timeZone: "Europe/Berlin" } });
    dropSettings();
    expect((await counted({ mode: "test" })).map(([at]) => at), "the settings' zone where none is named").toEqual(["2026-02-28T23:00", ...Array<string>(4).fill("2026-03-01T23:00")]);
    expect(await counted({ mode: "live", interval: "hour" })).toEqual([["2026-03-02T11:00", "captured", 1, "2599 EUR"]]);
  });

  it("refuse a range that is turned round or too long", async () => {
    expect((await problemOf(counted({ from: "2026-03-05T00:00:00Z" }))).errors).toEqual([{ path: "from", message: "must be before `to`" }]);
    expect((await problemOf(counted({ from: "2026-01-05T00:00:00Z" }))).errors).toMatchObject([{ path: "from" }]);
  });
});
