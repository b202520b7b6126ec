import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { firstIdAt, idTime } from "#lib/platform/ids";
import { LruMap } from "#lib/platform/lru-map";
import { momentText, publicIdText } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import type { Money } from "#lib/providers/fact";
import { knownWord } from "#lib/transactions/known-word";
import { transactionStatuses } from "#lib/transactions/status";
import { moneyShape } from "#lib/transactions/transaction-shape";
import { findStatsBound, type PaymentStatsFilter, type PaymentStatsRow, sumByInterval } from "./payment-stats.sql.ts";
import { readSettings } from "#lib/settings/read-settings";
import { timeZoneInput } from "#lib/platform/time-zone";

const hourMs = 3_600_000;
const longestMs = { hour: 7 * 24 * hourMs, day: 31 * 24 * hourMs } as const;
/** Nobody waits for more rows than this to be added up. */
const mostRows = 200_000;
/** So long an answer serves everybody who looks at the same charts. */
const keptMs = 30_000;

/** `GET /stats/payments`. */
export const paymentStatsQuery = z.strictObject({
  interval: z.enum(["hour", "day"]).default("day"),
  from: momentText.optional().meta({ description: "As far before `to` as the interval allows when left out: 7 days by hour, 31 by day" }),
  to: momentText.optional().meta({ description: "Now, when left out" }),
  sourceId: publicIdText("source").optional(),
  mode: z.enum(["test", "live"]).optional(),
  timeZone: timeZoneInput.optional(),
});
export type PaymentStatsQuery = z.output<typeof paymentStatsQuery>;

const time = z.iso.datetime();

export const paymentStatsShape = z
  .object({
    interval: z.enum(["hour", "day"]),
    from: time,
    to: time,
    countedAt: time.meta({ description: "Answers serve for half a minute" }),
    exact: z.boolean().meta({ description: "false: there are too many to add up, and only those since countedFrom are in it" }),
    countedFrom: time,
    data: z.array(
      z.object({
        at: time.meta({ description: "Beginning of the interval in which the payment's first message came" }),
        status: z.enum(transactionStatuses),
        count: z.number().int(),
        amount: moneyShape.nullable().meta({ description: "Null for payments whose amount no message tells" }),
        captured: moneyShape.nullable(),
        refunded: moneyShape.nullable(),
      }),
    ).meta({ description: "One per interval, status and currency; those without payments are left out" }),
  })
  .meta({ id: "PaymentStats" });
export type PaymentStats = z.infer<typeof paymentStatsShape>;

interface Kept {
  readonly untilMs: number;
  readonly answer: Promise<PaymentStats>;
}
const kept = new LruMap<string, Kept>(100);

/** Payments by interval, status and currency. Counted at most every half minute, however many pages are open. */
export async function paymentStats(actor: Actor, asked: PaymentStatsQuery): Promise<PaymentStats> {
  requirePermission(actor, "stats.read");
  const query = { ...asked, timeZone: asked.timeZone ?? (await readSettings()).timeZone };
  const nowMs = systemClock.now();
  const key = JSON.stringify([database().url, query]);
  const before = kept.get(key);
  if (before !== undefined && before.untilMs > nowMs) return before.answer;
  const answer = count(query, nowMs);
  kept.set(key, { untilMs: nowMs + keptMs, answer });
  // A failure serves nobody.
  answer.catch(() => kept.set(key, { untilMs: 0, answer }));
  return answer;
}

async function count(query: PaymentStatsQuery & { readonly timeZone: string }, nowMs: number): Promise<PaymentStats> {
  const toMs = query.to === undefined ? nowMs : Date.parse(query.to);
  const fromMs = query.from === undefined ? toMs - longestMs[query.interval] : Date.parse(query.from);
  if (fromMs >= toMs) throw rangeProblem("must be before `to`");
  if (toMs - fromMs > longestMs[query.interval]) throw rangeProblem(`must be at most ${String(longestMs[query.interval] / (24 * hourMs))} days before \`to\` by ${query.interval}`);
  const filter: PaymentStatsFilter = { interval: query.interval, fromMs, toMs, timeZone: query.timeZone, sourceIds: query.sourceId === undefined ? null : [query.sourceId], mode: query.mode ?? null };
  const { pool } = database();
  const oldestId = await findStatsBound(pool, filter, mostRows);
  const rows = await sumByInterval(pool, filter, oldestId ?? firstIdAt(fromMs));
  return {
    interval: query.interval,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    countedAt: new Date(nowMs).toISOString(),
    exact: oldestId === null,
    countedFrom: new Date(oldestId === null ? fromMs : idTime(oldestId)).toISOString(),
    data: rows.map(present),
  };
}

function present({ at, status, currency, exponent, count: counted, amount, captured, refunded }: PaymentStatsRow): PaymentStats["data"][number] {
  const money = (text: string): Money | null => (currency === null || exponent === null ? null : { amountMinor: BigInt(text), currency, exponent });
  return { at: at.toISOString(), status: knownWord(transactionStatuses, status), count: Number(counted), amount: money(amount), captured: money(captured), refunded: money(refunded) };
}

function rangeProblem(message: string): Problem {
  return new Problem("bad_input", "This range of time cannot be counted.", { errors: [{ path: "from", message }] });
}
