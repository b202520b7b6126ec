import { describe, expect, test } from "vitest";
import { stories, tellStory } from "#tests/fixtures/stories/tell-story";
import { anomalyCodes } from "#lib/transactions/anomalies";
import { fold, type FoldedTransaction } from "#lib/transactions/fold";
import type { TimelineEntry } from "#lib/transactions/transaction-shape";
import { groupByPayment } from "#lib/transactions/payment-groups";
import { everyDay, paymentBars } from "../../../components/overview/payment-bars.ts";
import { amountShares } from "../../../components/transactions/amount-shares.ts";
import { anomalySentences } from "../../../components/transactions/anomaly-words.ts";
import { timelineItems } from "../../../components/transactions/timeline-items.ts";
import { type ToldTransaction, transactionAnswer } from "../../../components/transactions/transaction-answer.ts";
import { minorFromText, textFromMinor } from "../../../components/ui/money-format.ts";
import { formatDay } from "../../../components/ui/time-format.ts";
import { fieldWords, valueWords } from "../../../components/rebuilds/change-words.ts";
import { parseExactJson } from "../../../components/exact-json.ts";
import { viewHref, viewQueryOf } from "../../../components/views/view-address.ts";

const eur = (amountMinor: bigint) => ({ amountMinor, currency: "EUR", exponent: 2 });
const dayOf = (at: string): string => formatDay(Date.parse(at), Date.parse("2026-11-20T12:00:00Z"), "UTC");
const paid: ToldTransaction = {
  kind: "payment", status: "captured", foldedStatus: "captured", dispute: "none", amount: eur(2599n), unlinked: false, resolution: null, anomalies: [], operations: [],
  amounts: { authorized: eur(2599n), captured: eur(2599n), refunded: eur(0n), disputed: eur(0n), fees: null },
};
const answer = (change: Partial<ToldTransaction>): string => transactionAnswer({ ...paid, ...change }, dayOf);
const refund = (state: string, at: string) => ({ kind: "refund", state, at });

describe("the answer of a transaction", () => {
  test("says that it was paid, and how much", () => {
    expect(answer({})).toBe("Paid, 25.99 EUR.");
    expect(answer({ amounts: { ...paid.amounts, captured: eur(1000n) } })).toBe("Paid, 10.00 EUR of the 25.99 EUR authorized; the rest was released.");
    expect(answer({ status: "partially_captured", foldedStatus: "partially_captured", amounts: { ...paid.amounts, captured: eur(1000n) } })).toBe("Partly paid: 10.00 EUR captured of 25.99 EUR authorized.");
  });

  test("says what came back, and when the last of it was done", () => {
    const amounts = { ...paid.amounts, refunded: eur(1000n) };
    const part = { status: "partially_refunded", foldedStatus: "partially_refunded", amounts } as const;
    expect(answer({ ...part, operations: [refund("done", "2026-03-03T10:00:00Z"), refund("failed", "2026-05-05T10:00:00Z")] })).toBe("Paid, 25.99 EUR; 10.00 EUR refunded on 3 March.");
    expect(answer({ ...part, operations: [refund("done", "2025-03-03T10:00:00Z"), refund("done", "2025-03-02T10:00:00Z")] })).toBe("Paid, 25.99 EUR; 10.00 EUR refunded in 2 parts, the last on 3 March 2025.");
    expect(answer({ ...part, amounts: paid.amounts })).toBe("Paid, 25.99 EUR; a part was refunded, and no message says how much.");
  });

  test("says why nothing was paid", () => {
    expect(answer({ status: "failed", foldedStatus: "failed" })).toBe("Not paid: the attempt of 25.99 EUR failed.");
    expect(answer({ status: "expired", foldedStatus: "expired" })).toBe("Not paid: the authorization of 25.99 EUR expired before anything was captured.");
    expect(answer({ status: "expired", foldedStatus: "expired", amounts: { ...paid.amounts, authorized: eur(0n) } })).toBe("Not paid: the customer’s session expired.");
  });

  test("tells disputes and what is worth a look", () => {
    const disputed = { amounts: { ...paid.amounts, disputed: eur(2599n) }, operations: [{ kind: "dispute", state: "lost", at: "2026-04-01T00:00:00Z" }] };
    expect(answer({ ...disputed, dispute: "lost" })).toBe("Paid, 25.99 EUR. Dispute lost on 1 April: 25.99 EUR are gone.");
    expect(answer({ anomalies: [{ code: "amount_changed", acknowledged: false }, { code: "currency_changed", acknowledged: true }] })).toBe("Paid, 25.99 EUR. Worth a look: amount changed.");
  });

  test("puts what a person decided first, and what the messages say behind it", () => {
    const resolution = { status: "canceled", note: "by phone", by: "Ada", at: "2026-03-03T10:00:00Z" } as const;
    expect(answer({ status: "canceled", foldedStatus: "authorized", resolution })).toBe("Closed by hand as canceled, 25.99 EUR, by Ada on 3 March. Its messages say: authorized, 25.99 EUR; nothing is captured yet.");
    expect(answer({ status: "canceled", foldedStatus: "canceled", resolution })).toContain("Its messages say the same.");
  });

  test("of a payout and of a refund without its payment speaks of money that leaves", () => {
    expect(answer({ kind: "payout", status: "paid", foldedStatus: "paid", operations: [{ kind: "payout", state: "paid", at: "2026-03-03T10:00:00Z" }] })).toBe("Paid out, 25.99 EUR on 3 March.");
    expect(answer({ kind: "refund", status: "refunded", foldedStatus: "refunded", unlinked: true })).toBe("A refund of 25.99 EUR, done. Its payment is not known yet; it joins it when a message about that arrives.");
  });

  test("is a whole sentence for every payment story of every provider", () => {
    const folded = stories.flatMap((story) => [...groupByPayment(tellStory(story))].flatMap(([reference, messages]) => fold({ provider: story.provider, reference, messages }) ?? []));
    expect(folded.length).toBeGreaterThan(50);
    for (const one of folded) expect(transactionAnswer(toldOf(one), dayOf), JSON.stringify(one.foldedStatus)).toMatch(/^[A-Z][^{}]*\.$/);
  });
});

function toldOf(folded: FoldedTransaction): ToldTransaction {
  const { kind, foldedStatus, dispute, amount, amounts, unlinked, anomalies, operations } = folded;
  return {
    kind, status: foldedStatus, foldedStatus, dispute, amount, amounts, unlinked, resolution: null,
    anomalies: anomalies.map(({ code }) => ({ code, acknowledged: false })),
    operations: operations.map((one) => ({ kind: one.kind, state: one.state, at: one.at?.toISOString() ?? null })),
  };
}

describe("the bars of amounts", () => {
  test("are shares of the largest, exact beyond what a number holds", () => {
    const large = 9_007_199_254_740_996n;
    const shares = amountShares({ authorized: eur(large), captured: eur(large), refunded: eur(large / 4n), disputed: null });
    expect(shares.map(({ percent }) => percent)).toEqual([100, 100, 25, 0]);
  });

  test("are not drawn over two currencies", () => {
    const shares = amountShares({ authorized: eur(100n), captured: { amountMinor: 100n, currency: "JPY", exponent: 0 }, refunded: null, disputed: null });
    expect(shares.map(({ percent }) => percent)).toEqual([100, null, 0, 0]);
  });
});

describe("the chart of payments", () => {
  test("has a bar for every day, also for those without payments", () => {
    const days = everyDay(["2026-11-17T23:00:00.000Z", "2026-11-20T23:00:00.000Z"], "2026-11-16T10:00:00.000Z", "2026-11-22T10:00:00.000Z");
    expect(days.map((at) => at.slice(8, 10))).toEqual(["15", "16", "17", "18", "19", "20", "21"]);
  });

  const row = (at: string, status: "captured" | "failed", amount: bigint, currency = "EUR") => ({ at, status, count: 1, amount: { amountMinor: amount, currency, exponent: 2 }, captured: null, refunded: null });

  test("never puts two currencies into one bar, and measures every bar by the longest", () => {
    const [first, second] = ["2026-11-19T00:00:00.000Z", "2026-11-20T00:00:00.000Z"];
    const charts = paymentBars([row(first, "captured", 100n), row(first, "failed", 300n), row(second, "captured", 200n), row(second, "captured", 5n, "SEK")], [first, second], (at) => at.slice(0, 10));
    expect(charts.map(({ currency, count }) => [currency, count])).toEqual([["EUR", 3], ["SEK", 1]]);
    expect(charts[0]?.bars.map(({ parts }) => parts.map(({ share }) => share))).toEqual([[0.25, 0, 0, 0.75], [0.5, 0, 0, 0]]);
    expect(charts[1]?.bars[0]?.title).toBe("2026-11-19: none");
    expect(charts[0]?.sums.map(({ amountMinor }) => amountMinor)).toEqual([300n, 0n, 0n, 300n]);
  });
});

describe("what people read and write", () => {
  test.each([["25.99", 2, "2599"], ["25,9", 2, "2590"], ["1 025", 2, "102500"], ["25", 0, "25"], ["25.9", 0, null], ["25.999", 2, null], ["abc", 2, null]])("the amount %s with exponent %i is %s minor units", (text, exponent, minor) => {
    expect(minorFromText(text, exponent)).toBe(minor);
    expect(minorFromText(textFromMinor(minor ?? "0", exponent), exponent)).toBe(minor ?? "0");
  });

  test("every anomaly has its sentences, with evidence and without", () => {
    for (const code of anomalyCodes) {
      for (const evidence of [{}, { captured: eur(1n), authorized: eur(2n), refunded: eur(3n), before: eur(4n), after: eur(5n), what: "repeated_later", operation: "op" }]) {
        const { what, next } = anomalySentences(code, evidence);
        expect(`${what} ${next}`).not.toMatch(/undefined|null|\[object/);
        expect(what).toMatch(/^[A-Z0-9].*\.$/);
      }
    }
  });

  test("changes of a rebuild keep every digit of an amount", () => {
    const value = parseExactJson('{"amountMinor":9007199254740993,"currency":"EUR","exponent":2}');
    expect(`${fieldWords("amounts.captured")}: ${valueWords("amounts.captured", value)}`).toBe("Captured amount: 90\u202f071\u202f992\u202f547\u202f409.93 EUR");
    expect(fieldWords("operations.refund.a.b")).toBe("Refund a.b");
    expect(valueWords("foldedStatus", "partially_captured")).toBe("Partly captured");
    expect(valueWords("dispute", null)).toBe("Nothing");
  });

  test("a saved view is an address without its page, of all modes unless it names one", () => {
    expect(viewQueryOf("status=captured&mode=all&cursor=abc&currency=")).toBe("status=captured");
    expect(viewHref("/transactions", "status=captured")).toBe("/transactions?status=captured&mode=all");
  });
});

describe("the timeline", () => {
  const event = (eventId: string, at: string): TimelineEntry => ({ kind: "event", at, eventId, type: "payment.completed", providerType: "paid", occurredAt: at, receivedAt: at, amount: null, repeat: false, hasConflict: false, flags: [] });
  const delivery = (id: string, eventId: string, madeAt: string, finishedAt: string | null) =>
    ({ id, eventId, eventType: "payment.completed", endpointId: "end_1", url: null, replayId: null, status: finishedAt === null ? "pending" : "succeeded", attemptCount: 1, nextAttemptAt: null, held: false, lastStatusCode: 200, lastError: null, createdAt: madeAt, finishedAt }) as const;
  const time = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, "0")}:00.000Z`;

  test("joins deliveries by time among events and acts, never below the event that they bring", () => {
    const act = { kind: "act", at: time(6), action: "transaction.resolve", by: "Ada", note: null, status: "captured", anomaly: null } as const;
    const sent = new Map([
      ["evt_1", { deliveries: [delivery("dlv_1", "evt_1", time(1), time(2)), delivery("dlv_2", "evt_1", time(1), time(9))], hasMore: true }],
      // The provider's clock is ahead of ours.
      ["evt_2", { deliveries: [delivery("dlv_3", "evt_2", time(3), null)], hasMore: false }],
    ]);
    const items = timelineItems([event("evt_1", time(1)), event("evt_2", time(5)), act], { byEvent: sent, endpointNames: new Map([["end_1", "Shop"]]) });
    expect(items.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["delivery dlv_2", "act 2", "delivery dlv_3", "event evt_2", "delivery dlv_1", "event evt_1"]);
    expect(items[4]).toMatchObject({ title: "Delivered to Shop", about: "Payment completed · 200 OK", earlierOf: "evt_1" });
    expect(items[2]).toMatchObject({ title: "Not taken yet by Shop", state: "retrying", earlierOf: null });
  });
});
