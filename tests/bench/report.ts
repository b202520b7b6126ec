import { availableParallelism, cpus, totalmem } from "node:os";
import { bodyBytes } from "./bench-message.ts";
import type { DeliveryFigures } from "./measure-deliveries.ts";
import type { PagesFigures } from "./measure-pages.ts";
import type { ValidationFigures } from "./measure-validations.ts";
import type { Measurement } from "./measure.ts";

export interface TargetRuns {
  readonly id: string;
  readonly name: string;
  /** One per round. */
  readonly runs: readonly Measurement[];
}

export interface BenchReport {
  readonly madeAt: string;
  readonly postgres: string;
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly targets: readonly TargetRuns[];
  /** The fast door on a timetable. */
  readonly constant: readonly { readonly ratePerSecond: number; readonly run: Measurement }[];
  /** `null`: not asked for. */
  readonly deliveries: DeliveryFigures | null;
  /** Pages and receiving against each other; empty: not asked for. */
  readonly pages: readonly PagesFigures[];
  /** `null`: not asked for. */
  readonly validations: ValidationFigures | null;
}

/** The lines to print: what was measured, on what, and the ratios, which are the result. */
export function reportOf(report: BenchReport): string[] {
  const plain = medianOf(report.targets.find(({ id }) => id === "plainNext"));
  const bare = medianOf(report.targets.find(({ id }) => id === "bareNode"));
  const rows = report.targets.flatMap((target) => {
    const median = medianOf(target);
    if (median === null) return [];
    const { load, lost, withoutEvent, memory, cost, backlog } = median;
    return [
      [
        target.name,
        String(load.perSecond),
        load.p50Ms.toFixed(1),
        load.p99Ms.toFixed(1),
        ratio(load.perSecond, plain),
        ratio(load.perSecond, bare),
        cost.serverMs === null ? "" : cost.serverMs.toFixed(3),
        cost.postgresMs === null ? "" : cost.postgresMs.toFixed(3),
        String(lost + (withoutEvent ?? 0)),
        memory.peakMib === null ? "" : String(memory.peakMib),
        median.storedBytesPerRequest === null ? "" : String(median.storedBytesPerRequest),
        String(median.walBytesPerRequest),
        backlog === null ? "" : backlog.drainedInSeconds === null ? "not drained" : `${String(backlog.events)} in ${backlog.drainedInSeconds.toFixed(1)} s`,
      ],
    ];
  });
  const header = ["receiving", "req/s", "p50 ms", "p99 ms", "× plain", "× bare", "server CPU ms", "PostgreSQL CPU ms", "lost", "peak MiB", "bytes in tables", "bytes of WAL", "backlog after"];
  return [
    `${String(availableParallelism())} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.versions.node}, PostgreSQL ${report.postgres}, everything on this machine`,
    `${String(bodyBytes)} byte unique signed bodies, ${String(report.connections)} connections, ${String(report.seconds)} s, median of ${String(report.rounds)}`,
    "",
    ...table([header, ...rows]),
    "",
    ...table([
      ["fast door on a timetable", "req/s", "p50 ms", "p99 ms", "max ms", "lost", "MiB first", "by quarter", "peak", "last"],
      ...report.constant.map(({ ratePerSecond, run: { load, lost, withoutEvent, memory } }) => [
        `${String(ratePerSecond)}/s for ${load.elapsedSeconds.toFixed(0)} s`,
        String(load.perSecond),
        load.p50Ms.toFixed(1),
        load.p99Ms.toFixed(1),
        load.maxMs.toFixed(1),
        String(lost + (withoutEvent ?? 0)),
        memory.firstMib === null ? "" : String(memory.firstMib),
        memory.quarterMib.join(" "),
        ...[memory.peakMib, memory.lastMib].map((mib) => (mib === null ? "" : String(mib))),
      ]),
    ]),
    ...pagesLines(report.pages),
    ...deliveryLines(report.deliveries),
    ...validationLines(report.validations),
    ...report.targets.flatMap(complaintsOf),
  ];
}

function pagesLines(figures: readonly PagesFigures[]): string[] {
  if (figures.length === 0) return [];
  const rows = figures.map(({ name, receivingAlone, receivingBesidePages, pagesAlone, pagesBesideReceiving, frontMsPerPage, lost }) => [
    name,
    String(receivingAlone),
    String(receivingBesidePages),
    (receivingBesidePages / Math.max(1, receivingAlone)).toFixed(2),
    pagesAlone.p95Ms.toFixed(0),
    pagesBesideReceiving.p95Ms.toFixed(0),
    pagesAlone.perSecond.toFixed(0),
    pagesBesideReceiving.perSecond.toFixed(0),
    frontMsPerPage === null ? "" : frontMsPerPage.toFixed(2),
    String(lost),
  ]);
  return ["", ...table([["one client on the heaviest page", "req/s alone", "beside it", "ratio", "page p95 ms alone", "beside receiving", "pages/s alone", "beside", "front CPU ms per page", "lost"], ...rows])];
}

function validationLines(figures: ValidationFigures | null): string[] {
  if (figures === null) return [];
  const { stored, rules, ratePerSecond, answered, wrong, p50Ms, p99Ms, maxMs, serverMs, postgresMs } = figures;
  return ["", ...table([["validations", "answered", "wrong", "p50 ms", "p99 ms", "max ms", "server CPU ms", "PostgreSQL CPU ms"], [`${String(ratePerSecond)}/s, ${String(rules)} rules, ${String(stored)} stored attempts`, String(answered), String(wrong), p50Ms.toFixed(1), p99Ms.toFixed(1), maxMs.toFixed(1), serverMs?.toFixed(2) ?? "", postgresMs?.toFixed(2) ?? ""]])];
}

function deliveryLines(figures: DeliveryFigures | null): string[] {
  if (figures === null) return [];
  const { deliveries, perSecond, extraCalls, firstAttemptP50Ms, firstAttemptP99Ms } = figures;
  return ["", ...table([["delivering, one worker to a receiver that takes 50 ms", "per second", "calls too many", "commit to first attempt p50 ms", "p99 ms"], [`${String(deliveries)} that waited`, String(perSecond), String(extraCalls), firstAttemptP50Ms.toFixed(0), firstAttemptP99Ms.toFixed(0)]])];
}

/** The run whose rate is the median of its rounds. */
function medianOf(target: TargetRuns | undefined): Measurement | null {
  const sorted = [...(target?.runs ?? [])].sort((left, right) => left.load.perSecond - right.load.perSecond);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function ratio(perSecond: number, against: Measurement | null): string {
  return against === null || against.load.perSecond === 0 ? "" : (perSecond / against.load.perSecond).toFixed(2);
}

function complaintsOf({ name, runs }: TargetRuns): string[] {
  return runs.flatMap(({ load }) => {
    const others = Object.entries(load.statuses).filter(([status]) => !status.startsWith("2"));
    return others.length === 0 ? [] : [`${name}: not acknowledged: ${others.map(([status, count]) => `${String(count)} × ${status === "0" ? "broken connection" : status}`).join(", ")}`];
  });
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd());
}
