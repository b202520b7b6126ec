import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "#lib/platform/ids";
import { closeInstallation, openInstallation } from "#lib/platform/installation";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import type { Answer } from "#lib/providers/provider";
import { keyedHash } from "#lib/receiving/keyed-hash";
import type { Rule } from "#lib/validations/rule-set-shape";
import { cardHash } from "#lib/validations/read-attempt";
import { insertSource } from "#tests/runner/insert-source";
import { praxisSecret, praxisSettings, signValidation, validationBody, verifiedAnswer } from "#tests/support/validating";
import { postValidation } from "#tests/support/post-validation";
import type { BenchDatabase } from "./bench-database.ts";
import { startNode } from "./child.ts";
import { familySeconds, processorSeconds } from "./process-figures.ts";
import { seedAttempts } from "./seed-attempts.sql.ts";

export interface ValidationFigures {
  readonly stored: number;
  readonly rules: number;
  readonly ratePerSecond: number;
  readonly answered: number;
  /** Answers that were no signed approval. */
  readonly wrong: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Processor time for each answer; `null` where the system does not tell. */
  readonly serverMs: number | null;
  readonly postgresMs: number | null;
}

export interface ValidationPlan {
  readonly stored: number;
  readonly seconds: number;
}

const ratePerSecond = 200;
const warmSeconds = 3;
const countries = ["GB", "NL", "DE", "FR", "ES", "IT", "PL", "SE", "PT", "BE", "AT", "CH", "IE", "DK", "NO", "FI", "CZ", "GR", "HU", "RO"];
const people = 20_000;
const numberOf = (index: number): string => `4${String(11_111 + (index % 800)).padStart(5, "0")}******${String(index % 10_000).padStart(4, "0")}`;
const customerOf = (index: number): string => index.toString(16).padStart(32, "0");

/** Fifty rules of which none stops anybody: every one of them is looked at for every attempt, twelve for their velocity. */
function rules(): Rule[] {
  const windows = [600, 3_600, 86_400, 7 * 86_400];
  const velocities = (["card", "customer", "country"] as const).flatMap((per) =>
    windows.map((withinSeconds, index): Rule => ({ name: `velocity ${per} ${String(withinSeconds)}`, when: { velocity: { measure: index % 2 === 0 ? "count" : "sum", per, withinSeconds }, op: "gt", value: 1_000_000_000 }, then: { action: "decline", status: 1, description: "Too often" } })),
  );
  const others = Array.from({ length: 50 - velocities.length }, (_, index): Rule => ({
    name: `rule ${String(index)}`,
    when: { any: [{ all: [{ field: "amount", op: "gt", value: 1_000_000 + index }, { field: "currency", op: "eq", value: "EUR" }] }, { field: "bin", op: "in", value: [String(500_000 + index), String(510_000 + index)] }, { not: { field: "country", op: "notIn", value: ["KP", "IR"] } }] },
    then: { action: "decline", status: 1, description: "Not possible" },
  }));
  return [...others, ...velocities];
}

/** The door of validations in a process of its own on a timetable, over so many stored attempts. */
export async function measureValidations(on: BenchDatabase, { stored, seconds }: ValidationPlan): Promise<ValidationFigures> {
  const database = await on.create();
  const ring = generateKeyRingText();
  const installation = await openInstallation(database.pool, { ring: keyRing(ring), publicUrl: "http://127.0.0.1", sessionSecret: "b".repeat(43), bodyLimitBytes: 1_048_576, trustedProxies: [], allowPrivateTargets: [], metricsToken: null });
  const { hashKey } = installation;
  closeInstallation();
  const source = await insertSource(database.pool, keyRing(ring), { provider: "praxis", settings: praxisSettings, secret: praxisSecret });
  await database.pool.query(
    `insert into rule_sets (id, source_id, version, state, rules, "default", fallback, deadline_ms, created_by) values ($1, $2, 1, 'active', $3, '{"action":"approve"}', '{"action":"decline","status":9,"description":"Later"}', 2500, 'bench')`,
    [newId(), source.id, JSON.stringify(rules())],
  );
  const everybody = Array.from({ length: people }, (_, index) => index);
  await seedAttempts(database.pool, {
    sourceId: source.id,
    count: stored,
    countries,
    overDays: 7,
    customers: everybody.map((index) => Buffer.from(keyedHash(hashKey, "customer", Buffer.from(customerOf(index))))),
    cards: everybody.map((index) => Buffer.from(cardHash({ bin: numberOf(index).slice(0, 6), lastFour: numberOf(index).slice(-4), cardExpiry: "12/2028" }, hashKey) ?? "", "hex")),
  });
  const door = startNode(["tests/runner/validation-door.ts"], { DATABASE_URL: database.url, ENCRYPTION_KEYS: ring, NEXTAUTH_SECRET: "b".repeat(43), LOG_LEVEL: "warn" });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  try {
    const port = Number((await door.line(/listening on (\d+)/, 60_000))[1]);
    const send = (): Promise<Sent> => sendOne(agent, port, source.token);
    await onTimetable(warmSeconds, send);
    const before = [processorSeconds(door.pid), familySeconds(on.pid)] as const;
    const sent = await onTimetable(seconds, send);
    const perAnswer = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : ((to - from) * 1000) / sent.length);
    const [serverMs, postgresMs] = [perAnswer(before[0], processorSeconds(door.pid)), perAnswer(before[1], familySeconds(on.pid))];
    const times = sent.map(({ ms }) => ms).toSorted((one, other) => one - other);
    const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
    return { stored, rules: 50, ratePerSecond, answered: sent.length, wrong: sent.filter(({ isApproved }) => !isApproved).length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), serverMs, postgresMs };
  } finally {
    agent.destroy();
    await door.stop();
    await database.drop();
  }
}

interface Sent {
  readonly ms: number;
  readonly isApproved: boolean;
}

/** Each attempt at its own moment, whether or not those before it are answered; its time counts from that moment. */
async function onTimetable(seconds: number, send: () => Promise<Sent>): Promise<Sent[]> {
  const sent: Promise<Sent>[] = [];
  const startMs = performance.now();
  for (let number = 0; number < seconds * ratePerSecond; number += 1) {
    const dueMs = startMs + (number * 1000) / ratePerSecond;
    if (dueMs > performance.now()) await sleep(dueMs - performance.now());
    sent.push(send());
  }
  return Promise.all(sent);
}

let made = 0;

async function sendOne(agent: http.Agent, port: number, token: string): Promise<Sent> {
  made += 1;
  const index = Math.floor(Math.random() * people);
  const body = validationBody({ customer: customerOf(index), cardNumber: numberOf(index), country: countries[made % countries.length] ?? "GB", amount: 100 + (made % 1000) });
  const headers = signValidation(body);
  const startMs = performance.now();
  const answer = await postValidation({ agent, port, token, body, headers });
  const ms = performance.now() - startMs;
  return { ms, isApproved: isApproval(answer) };
}

function isApproval(answer: Answer): boolean {
  try {
    return verifiedAnswer(answer).status === 0;
  } catch {
    return false;
  }
}
