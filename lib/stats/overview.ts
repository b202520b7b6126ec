import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { isUsable } from "#lib/sources/key-status";
import { sourceParts, statusOf, usableKeyCount, type SourceRecord } from "#lib/sources/present-source";
import { lastMessages } from "#lib/sources/source-counts.sql";
import { countToday, type FailureRow, lastByOutcome, type LastRow, latestFailures, type TodayRow } from "./overview-counts.sql.ts";
import { overviewSentence } from "./overview-sentence.ts";
import { judgeSource } from "./source-health.ts";
import type { OutcomeCounts, Overview } from "./stats-shape.ts";
import { readSettings } from "#lib/settings/read-settings";
import { timeZoneInput } from "#lib/platform/time-zone";

/** `GET /stats/overview`. */
export const overviewQuery = z.strictObject({ timeZone: timeZoneInput.optional(), mode: z.enum(["test", "live"]).optional() });
export type OverviewQuery = z.input<typeof overviewQuery>;

const failuresShown = 10;

/** Whether everything is all right: today's counts, every source's health, the latest failures. */
export async function overview(actor: Actor, query: OverviewQuery = {}): Promise<Overview> {
  requirePermission(actor, "stats.read");
  const { prisma, pool } = database();
  const records = await prisma.source.findMany({
    where: { deletedAt: null, ...(query.mode === undefined ? {} : { mode: query.mode }) },
    include: sourceParts,
    orderBy: { id: "asc" },
  });
  const ids = records.map(({ id }) => id);
  const [today, last, lastAt, failures] = await Promise.all([
    countToday(pool, ids, query.timeZone ?? (await readSettings()).timeZone),
    lastByOutcome(pool, ids),
    lastMessages(prisma, ids),
    latestFailures(pool, ids, failuresShown),
  ]);
  const nowMs = systemClock.now();
  const sources = records.map((record) => sourceLine(record, today.rows, last.find(({ source_id }) => source_id === record.id), lastAt.get(record.id) ?? null, nowMs));
  const total = countsOf(today.rows);
  return {
    ...overviewSentence({ sources, today: total }),
    today: { ...total, total: Object.values(total).reduce((sum, count) => sum + count, 0), since: today.since.toISOString() },
    sources,
    latestFailures: failures.map(failureLine),
  };
}

function sourceLine(record: SourceRecord, today: readonly TodayRow[], last: LastRow | undefined, lastMessageAt: Date | null, nowMs: number): Overview["sources"][number] {
  const usableKeys = usableKeyCount(record, nowMs);
  const { health, sentence } = judgeSource(
    {
      status: statusOf(record.status),
      usableKeys,
      takenAtMs: last?.taken_at?.getTime() ?? null,
      rejectedAtMs: last?.rejected_at?.getTime() ?? null,
      quarantinedAtMs: last?.quarantined_at?.getTime() ?? null,
      silenceAlarmMinutes: record.silenceAlarmMinutes,
      createdAtMs: record.createdAt.getTime(),
    },
    nowMs,
  );
  return {
    id: publicId("source", record.id),
    name: record.name,
    provider: record.provider,
    mode: record.mode === "live" ? "live" : "test",
    status: statusOf(record.status),
    health,
    healthSentence: sentence,
    today: countsOf(today.filter(({ source_id }) => source_id === record.id)),
    lastMessageAt: lastMessageAt?.toISOString() ?? null,
    lastRejectedAt: last?.rejected_at?.toISOString() ?? null,
    usableKeys,
    nextKeyExpiryAt: nextExpiry(record, nowMs)?.toISOString() ?? null,
  };
}

function nextExpiry(record: SourceRecord, nowMs: number): Date | null {
  const times = record.keys.flatMap((key) => (isUsable(key, nowMs) && key.expiresAt !== null ? [key.expiresAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function countsOf(rows: readonly TodayRow[]): OutcomeCounts {
  const sum = (outcome: keyof OutcomeCounts): number => rows.filter((row) => row.outcome === outcome).reduce((total, { count }) => total + Number(count), 0);
  return { accepted: sum("accepted"), duplicate: sum("duplicate"), conflict: sum("conflict"), rejected: sum("rejected"), quarantined: sum("quarantined") };
}

function failureLine(row: FailureRow): Overview["latestFailures"][number] {
  return {
    requestId: publicId("request", row.id),
    sourceId: publicId("source", row.source_id),
    sourceName: row.source_name,
    receivedAt: row.received_at.toISOString(),
    outcome: row.outcome,
    reason: row.reason,
  };
}
