import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { startBenchDatabase, type BenchDatabase } from "./bench-database.ts";
import { projectDir } from "./child.ts";
import { benchLists } from "./bench-lists.ts";
import { measureDeliveries } from "./measure-deliveries.ts";
import { measurePages, type PagesFigures, type PagesPlan } from "./measure-pages.ts";
import { measureValidations, type ValidationPlan } from "./measure-validations.ts";
import { measure, type Measurement } from "./measure.ts";
import { reportOf, type BenchReport, type TargetRuns } from "./report.ts";
import { buildTargets, targets, type RunningTarget, type Target } from "./targets.ts";

/** What is measured beside the targets of receiving. */
const otherParts = ["pages", "deliveries", "validations"];

const usage = `npm run bench [-- --quick] [-- --soak-minutes <n> [--soak-rate <n>]] [-- --lists <n>] [-- --only <target,target>]
  --quick              one short round, in less than three minutes
  --seconds <n>        for each load of a round, instead of 10, or 4 in a quick one
  --soak-minutes <n>   instead of everything else: the fast door with the worker for this long, watching memory
  --soak-rate <n>      messages per second of it; 500 when left out
  --lists <n>          instead of everything else: lists, searches and totals over n transactions with three events each
  --only <targets>     of: ${[...Object.keys(targets), ...otherParts].join(", ")}
Prints a table and writes test-results/bench.json. Exit code 1 when anything acknowledged was lost, or a target acknowledged nothing.`;

const connections = 32;
const constantRate = 500;
const outputFile = path.join(projectDir, "test-results", "bench.json");

interface Plan {
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly constantSeconds: number;
  /** Messages per second for `constantSeconds`, instead of everything else. */
  readonly soakRate: number | null;
  /** So many transactions to list, instead of everything else. */
  readonly lists: number | null;
  readonly targets: readonly Target[];
  /** Pages and receiving against each other; `null`: not measured. */
  readonly pages: PagesPlan | null;
  /** Deliveries of a backlog, and events one at a time; `null`: not measured. */
  readonly deliveries: { readonly backlog: number; readonly singles: number } | null;
  /** `null`: not measured. */
  readonly validations: ValidationPlan | null;
}

const plan = readPlan();
const database = await startBenchDatabase();
try {
  if (plan.lists === null) await benchAll();
  else for (const line of await benchLists(database, plan.lists, note)) process.stdout.write(`${line}\n`);
} finally {
  await database.stop();
}

async function benchAll(): Promise<void> {
  note("building what is measured");
  await buildTargets(plan.targets.includes(targets.plainNext));
  const report = await run(plan, database);
  for (const line of reportOf(report)) process.stdout.write(`${line}\n`);
  mkdirSync(path.dirname(outputFile), { recursive: true });
  writeFileSync(outputFile, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`All figures: ${path.relative(process.cwd(), outputFile)}\n`);
  const all = [...report.targets.flatMap(({ runs }) => runs), ...report.constant.map(({ run: measured }) => measured)];
  const isSound = ({ load, lost, withoutEvent }: Measurement): boolean => load.acknowledged > 0 && lost === 0 && (withoutEvent ?? 0) === 0;
  const areSound = report.pages.every(({ lost, receivingBesidePages, pagesBesideReceiving }) => lost === 0 && receivingBesidePages > 0 && pagesBesideReceiving.answered > 0);
  process.exitCode = all.every(isSound) && areSound ? 0 : 1;
}

function readPlan(): Plan {
  try {
    const { values } = parseArgs({ options: { quick: { type: "boolean" }, "soak-minutes": { type: "string" }, "soak-rate": { type: "string" }, seconds: { type: "string" }, lists: { type: "string" }, only: { type: "string" }, help: { type: "boolean" } } });
    if (values.help === true) throw new Error("");
    const all: readonly Target[] = Object.values(targets);
    const wanted = values.only?.split(",");
    const unknown = wanted?.find((id) => !otherParts.includes(id) && !all.some((target) => target.id === id));
    if (unknown !== undefined) throw new Error(`there is no target "${unknown}"`);
    const soakSeconds = values["soak-minutes"] === undefined ? null : Number(values["soak-minutes"]) * 60;
    if (soakSeconds !== null && !(soakSeconds > 0)) throw new Error("--soak-minutes should be a number of minutes");
    const soakRate = Number(values["soak-rate"] ?? constantRate);
    if (!(soakRate > 0)) throw new Error("--soak-rate should be a number of messages per second");
    if (soakSeconds !== null) return { isQuick: false, rounds: 0, warmSeconds: 3, seconds: 0, constantSeconds: soakSeconds, soakRate, lists: null, targets: [], pages: null, deliveries: null, validations: null };
    const lists = values.lists === undefined ? null : Number(values.lists);
    if (lists !== null && !(lists > 0)) throw new Error("--lists should be a number of transactions");
    const isQuick = values.quick === true;
    const seconds = Number(values.seconds ?? (isQuick ? 4 : 10));
    if (!(seconds > 0)) throw new Error("--seconds should be a number of seconds");
    const isWanted = (part: string): boolean => wanted?.includes(part) ?? true;
    const deliveries = !isWanted("deliveries") ? null : isQuick ? { backlog: 3_000, singles: 50 } : { backlog: 20_000, singles: 300 };
    const validations = !isWanted("validations") ? null : isQuick ? { stored: 20_000, seconds: 3 } : { stored: 1_000_000, seconds: 30 };
    const pages = isWanted("pages") ? { transactions: isQuick ? 2_000 : 20_000, rounds: isQuick ? 1 : 3, seconds, ways: isQuick ? [[]] : [[], ["--pages-inside"]] } : null;
    const shared = { isQuick, seconds, soakRate: null, lists, targets: all.filter(({ id }) => isWanted(id)), pages, deliveries, validations };
    return isQuick ? { ...shared, rounds: 1, warmSeconds: Math.min(2, seconds), constantSeconds: Math.min(6, 2 * seconds) } : { ...shared, rounds: 3, warmSeconds: 3, constantSeconds: 3 * seconds };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${why === "" ? "" : `${why}\n`}${usage}\n`);
    process.exit(why === "" ? 0 : 2);
  }
}

async function run(plan: Plan, on: BenchDatabase): Promise<BenchReport> {
  const { rounds, warmSeconds, seconds, constantSeconds, soakRate, targets: chosen } = plan;
  const runs = new Map<string, Measurement[]>(chosen.map(({ id }) => [id, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const target of chosen) {
      note(`round ${String(round)} of ${String(rounds)}: ${target.name}`);
      await withTarget(target, on, async (load) => {
        await load(warmSeconds, null);
        runs.get(target.id)?.push(await load(seconds, null));
      });
    }
  }
  const measured: TargetRuns[] = chosen.map(({ id, name }) => ({ id, name, runs: runs.get(id) ?? [] }));
  const fastest = medianRate(measured.find(({ id }) => id === targets.fastDoor.id)?.runs ?? []);
  const constant: { ratePerSecond: number; run: Measurement }[] = [];
  const rates = soakRate !== null ? [soakRate] : fastest > 0 ? [...(plan.isQuick ? [] : [constantRate]), Math.max(1, Math.round(fastest / 2))] : [];
  for (const ratePerSecond of rates) {
    note(`${targets.fastDoor.name} at ${String(ratePerSecond)}/s for ${String(constantSeconds)} s`);
    await withTarget(targets.fastDoor, on, async (load) => {
      await load(warmSeconds, ratePerSecond);
      constant.push({ ratePerSecond, run: await load(constantSeconds, ratePerSecond) });
    });
  }
  return { madeAt: new Date().toISOString(), postgres: on.version, connections, seconds, rounds, targets: measured, constant, ...(await runOtherParts(plan, on)) };
}

async function runOtherParts(plan: Plan, on: BenchDatabase): Promise<Pick<BenchReport, "pages" | "deliveries" | "validations">> {
  const pages: PagesFigures[] = [];
  for (const flags of plan.pages?.ways ?? []) {
    note(`pages and receiving against each other${flags.length === 0 ? "" : ", in one process"}`);
    if (plan.pages !== null) pages.push(await measurePages(on, plan.pages, flags));
  }
  if (plan.deliveries !== null) note("deliveries");
  const deliveries = plan.deliveries === null ? null : await measureDeliveries(on, plan.deliveries);
  if (plan.validations !== null) note(`validations over ${String(plan.validations.stored)} stored attempts`);
  return { pages, deliveries, validations: plan.validations === null ? null : await measureValidations(on, plan.validations) };
}

/** Starts a target, lets it be loaded, and stops it whatever happens. */
async function withTarget(target: Target, on: BenchDatabase, use: (load: (seconds: number, ratePerSecond: number | null) => Promise<Measurement>) => Promise<void>): Promise<void> {
  const secret = `gw_${randomBytes(24).toString("base64url")}`;
  const running: RunningTarget = await target.start(on, secret);
  let acknowledgedBefore = 0;
  let loads = 0;
  try {
    await use(async (seconds, ratePerSecond) => {
      const prefix = "abcdefghij".charAt(loads);
      loads += 1;
      const measured = await measure(running, { secret, prefix, connections, seconds, ratePerSecond }, { hasWorker: target.id !== targets.fastDoorAlone.id, acknowledgedBefore });
      acknowledgedBefore += measured.load.acknowledged;
      return measured;
    });
  } finally {
    await running.stop();
  }
}

function medianRate(runs: readonly Measurement[]): number {
  const rates = runs.map(({ load }) => load.perSecond).sort((left, right) => left - right);
  return rates[Math.floor(rates.length / 2)] ?? 0;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
