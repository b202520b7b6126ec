import { z } from "zod";
import type { SourceRetention } from "#lib/platform/database/generated/client";
import type { Database } from "#lib/platform/database/client";
import type { KindPeriods, RetentionDays } from "./plan-retention.ts";
import type { RetainedKind } from "./months.sql.ts";

const days = z
  .union([z.number().int().min(1, "must be at least one day").max(36_500, "must not be more than 36500 days"), z.literal("forever")])
  .nullable()
  .meta({ description: "Days, or forever; null: as the installation" });

/** What a source has of its own; `null`: as the installation. */
export const ownDays = z.strictObject({ requestsDays: days, eventsDays: days, attemptsDays: days });
export type OwnDays = z.output<typeof ownDays>;

export const asInstallation: OwnDays = { requestsDays: null, eventsDays: null, attemptsDays: null };

type Columns = Pick<SourceRetention, "requestsDays" | "requestsForEver" | "eventsDays" | "eventsForEver" | "attemptsDays" | "attemptsForEver">;

export function readOwnDays(row: Columns | null): OwnDays {
  if (row === null) return asInstallation;
  return {
    requestsDays: row.requestsForEver ? "forever" : row.requestsDays,
    eventsDays: row.eventsForEver ? "forever" : row.eventsDays,
    attemptsDays: row.attemptsForEver ? "forever" : row.attemptsDays,
  };
}

export function columnsOf({ requestsDays, eventsDays, attemptsDays }: OwnDays): Columns {
  const number = (own: number | "forever" | null) => (own === "forever" ? null : own);
  return {
    requestsDays: number(requestsDays), requestsForEver: requestsDays === "forever",
    eventsDays: number(eventsDays), eventsForEver: eventsDays === "forever",
    attemptsDays: number(attemptsDays), attemptsForEver: attemptsDays === "forever",
  };
}

const members = { requests: "requestsDays", events: "eventsDays", attempts: "attemptsDays" } as const;

/** What a source might have of its own. */
export interface WantedDays {
  readonly sourceId: string;
  readonly days: OwnDays;
}

/** How long each source keeps what it has, by kind: its own days, or those of the installation. */
export async function readPeriods(prisma: Database["prisma"], installation: RetentionDays, wanted: WantedDays | null = null): Promise<Readonly<Record<RetainedKind, KindPeriods>>> {
  const rows = await prisma.source.findMany({ select: { id: true, retention: true } });
  const sources = rows.map(({ id, retention }) => ({ id, own: id === wanted?.sourceId ? wanted.days : readOwnDays(retention) }));
  const periodsOf = (kind: RetainedKind): KindPeriods => {
    const member = members[kind];
    const differs = sources.some(({ own }) => own[member] !== null);
    const effective = (own: number | "forever" | null) => (own === "forever" ? null : (own ?? installation[kind]));
    return { installation: installation[kind], bySource: new Map(differs ? sources.map(({ id, own }) => [id, effective(own[member])]) : []) };
  };
  return { requests: periodsOf("requests"), events: periodsOf("events"), attempts: periodsOf("attempts") };
}
