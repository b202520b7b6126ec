import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPool } from "#lib/platform/database/pool";
import { newId } from "#lib/platform/ids";
import type { Attempt } from "#lib/validations/attempt";
import { BusyKeys } from "#lib/validations/busy-keys";
import { type Candidate, candidate } from "#lib/validations/candidate";
import type { Velocity } from "#lib/validations/condition-shape";
import { decideBatch } from "#lib/validations/decide-batch.sql";
import { velocitiesOf, listsOf } from "#lib/validations/evaluate";
import { finishDecisions } from "#lib/validations/finish-decisions.sql";
import { PastWindows } from "#lib/validations/past-windows";
import type { Remembered } from "#lib/validations/read-batch.sql";
import { readPast } from "#lib/validations/read-past.sql";
import type { RuleSetBody } from "#lib/validations/rule-set-shape";
import { VelocityBook } from "#lib/validations/velocity-book";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { type TestValidator, testValidator, validationBody, verifiedAnswer } from "#tests/support/validating";

let db: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  db = await testDatabase();
  pool = createPool({ url: db.url, name: "decisions", max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: null, queryTimeoutMs: null, pipeline: true });
});
afterAll(async () => {
  await pool.end();
  await db.close();
});

const velocities: readonly Velocity[] = (["count", "sum"] as const).flatMap((measure) => (["customer", "card", "country"] as const).flatMap((per) => [5, 60, 200, 3_600, 86_400].map((withinSeconds): Velocity => ({ measure, per, withinSeconds }))));
/** Declines what costs 13, and looks at every velocity before that. */
const body: RuleSetBody = {
  rules: [
    ...velocities.map((velocity, index) => ({ name: String(index), when: { velocity, op: "lt" as const, value: 0 }, then: { action: "approve" as const } })),
    { name: "unlucky", when: { field: "amount", op: "eq", value: 13 }, then: { action: "decline", status: 1, description: "No" } },
    { name: "asked", when: { field: "amount", op: "eq", value: 14 }, then: { action: "handOver", url: "https://shop.example/ask" } },
  ],
  default: { action: "approve" },
  fallback: { action: "decline", status: 1, description: "No" },
  deadlineMs: 2_500,
};
const set = { id: newId(), version: 1, body, velocities: velocitiesOf(body), lists: listsOf(body) };
let bodies = 0;

function remember(mostRows = 300): Remembered {
  return { busy: new BusyKeys(mostRows), past: new PastWindows((lookup, window, cuts) => readPast(pool, lookup, window, cuts), () => true) };
}

function candidateAt(sourceId: string, atMs: number, said: Pick<Attempt, "customer" | "card" | "country"> & { readonly amount: bigint; readonly currency: string }): Candidate {
  const attempt: Attempt = {
    customer: said.customer, card: said.card, country: said.country, amount: { amountMinor: said.amount, currency: said.currency, exponent: 2 }, currency: said.currency, paymentMethod: null, cardBrand: null, bin: null,
    lastFour: null, emailDomain: null, avsAlert: null, verificationAlert: null, intent: null, variable1: null, variable2: null, variable3: null, hour: 1, orderId: null,
  };
  bodies += 1;
  const bodyHash = Buffer.alloc(32);
  bodyHash.writeUInt32BE(bodies);
  const customerHash = said.customer === null ? null : Buffer.from(said.customer);
  return candidate({ id: idAt(atMs), atMs, sourceId, requestId: newId(), mode: "test", bodyHash, attempt, rules: { active: set, shadow: null, timeZone: "UTC", secrets: [] }, customerHash, elapsedMs: () => 1 });
}

/** An id of that time; of several in one millisecond the later one comes later, as with `newId`. */
function idAt(atMs: number): string {
  const time = atMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${(bodies % 4_096).toString(16).padStart(3, "0")}${newId().slice(18)}`;
}

interface Said extends Pick<Attempt, "customer" | "card" | "country"> {
  readonly afterMs: number;
  readonly amount: bigint;
  readonly currency: string;
  readonly startsBatch: boolean;
}

/** Decides them in their batches and compares what was read with what going through every approved attempt gives. */
async function expectWindowsOf(attempts: readonly Said[], mostRows: number): Promise<void> {
  const sourceId = newId();
  const book = new VelocityBook();
  let atMs = Date.UTC(2026, 10, 20);
  const batches: Candidate[][] = [];
  const expected: (readonly (bigint | null)[])[] = [];
  for (const { afterMs, startsBatch, ...said } of attempts) {
    atMs += afterMs;
    const one = candidateAt(sourceId, atMs, said);
    if (startsBatch || batches.length === 0) batches.push([]);
    batches.at(-1)?.push(one);
    expected.push(velocities.map((velocity) => book.value(velocity, one.facts, atMs)));
    if (said.amount !== 13n) book.add(one.facts, atMs);
  }
  const remembered = remember(mostRows);
  for (const batch of batches) {
    await decideBatch(pool, batch, remembered);
    // What is looked for behind an attempt is there for the next.
    await remembered.past.settled();
  }
  const { rows } = await db.pool.query<{ velocity: string }>("select velocity::text as velocity from validations where source_id = $1 order by id", [sourceId]);
  const exact = (text: string) => [...text.matchAll(/"measure":"(\w+)","per":"(\w+)","withinSeconds":(\d+),"value":"?(\d+)/g)].map(([, measure = "", per = "", within = "", value = ""]) => [`${measure} ${per} ${within}`, BigInt(value)] as const);
  expect(rows.map(({ velocity }) => new Map(exact(velocity)))).toEqual(expected.map((values) => new Map(velocities.flatMap(({ measure, per, withinSeconds }, index) => (values[index] === null ? [] : [[`${measure} ${per} ${String(withinSeconds)}`, values[index]] as const])))));
}

const amount = fc.constantFrom(1n, 13n, 14n, 5_000_000_000_000_000n);
const currency = fc.constantFrom("EUR", "JPY");

test("the windows read from roll-ups, rows, held places and the batch itself are those of going through every approved attempt", async () => {
  const attempt = fc.record({
    // Small steps stay in one bucket, large ones leave windows behind; ends of buckets are met often.
    afterMs: fc.oneof(fc.constantFrom(0, 1, 4_999, 5_000, 10_000, 60_000, 3_600_000), fc.integer({ min: 0, max: 40_000_000 })),
    customer: fc.option(fc.constantFrom("a", "b"), { nil: null }),
    card: fc.option(fc.constantFrom("aa", "bb"), { nil: null }),
    country: fc.option(fc.constantFrom("NL", "GB"), { nil: null }),
    amount,
    currency,
    startsBatch: fc.boolean(),
  });
  // From how many rows on a customer's are read from roll-ups.
  await fc.assert(fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 12 }), fc.constantFrom(0, 2, 300), expectWindowsOf), { numRuns: 25 });
});

test("a country's windows stay exact while most of their past is remembered and their start moves through it", async () => {
  const attempts = (afterMs: fc.Arbitrary<number>) => fc.array(fc.record({
    afterMs,
    customer: fc.constant(null),
    card: fc.constant(null),
    country: fc.constant("NL"),
    amount,
    currency,
    startsBatch: fc.constant(true),
  }), { minLength: 30, maxLength: 60 });
  // Round steps meet the very start of a window, crooked ones the ends of what is known.
  const either = fc.oneof(attempts(fc.constantFrom(0, 10_000, 20_000)), attempts(fc.constantFrom(0, 1, 500, 4_999, 9_999, 10_000, 10_001, 31_000)));
  await fc.assert(fc.asyncProperty(either, fc.constant(300), expectWindowsOf), { numRuns: 8 });
});

test("a place that is held counts until its answer came: confirmed it stays, released or left by a process that died it is gone", async () => {
  const sourceId = newId();
  const base = { customer: "a", card: "aa", country: "NL", currency: "EUR" };
  const countBefore = async (): Promise<number> => {
    const probe = candidateAt(sourceId, Date.now(), { ...base, amount: 13n });
    await decideBatch(pool, [probe], remember());
    const row = await db.prisma.validation.findUniqueOrThrow({ where: { id: probe.id } });
    return (row.velocity as { measure: string; per: string; withinSeconds: number; value: number }[]).find(({ measure, per, withinSeconds }) => measure === "count" && per === "country" && withinSeconds === 3_600)?.value ?? -1;
  };
  const held = [1, 2, 3].map(() => candidateAt(sourceId, Date.now(), { ...base, amount: 14n }));
  await decideBatch(pool, held, remember());
  expect(await countBefore()).toBe(4);
  const [confirmed, released, abandoned] = held;
  if (confirmed === undefined || released === undefined || abandoned === undefined) throw new Error("three were made");
  const settled = (one: Candidate, action: "approve" | "decline") => ({ kind: "settled" as const, candidate: one, durationMs: 5, said: { action, status: action === "approve" ? 0 : 1, description: "Ok" }, fallbackUsed: false, handOver: { outcome: "answered" as const, statusCode: 200, durationMs: 3, said: null }, wasCounted: false });
  // Written twice, as after a commit whose word was lost.
  for (const _time of [1, 2]) await finishDecisions(pool, [settled(confirmed, "approve"), settled(released, "decline")]);
  expect(await countBefore()).toBe(3);
  await db.pool.query("update validations set reserved_until = now() - interval '1 second' where id = $1", [abandoned.id]);
  expect(await countBefore()).toBe(2);
});

test("a place that is settled long after its attempt makes every process forget what lies back", async () => {
  const listener = await db.pool.connect();
  const words: string[] = [];
  listener.on("notification", ({ channel }) => words.push(channel));
  try {
    await listener.query("listen countersign_validations; listen that_was_all");
    for (const [agoMs, heard] of [[1_000, ["that_was_all"]], [120_000, ["countersign_validations", "that_was_all"]]] as const) {
      const held = candidateAt(newId(), Date.now() - agoMs, { customer: "a", card: "aa", country: "NL", currency: "EUR", amount: 14n });
      await decideBatch(pool, [held], remember());
      await finishDecisions(pool, [{ kind: "settled", candidate: held, durationMs: 5, said: { action: "approve", status: 0, description: "Ok" }, fallbackUsed: false, handOver: null, wasCounted: false }]);
      // Words come in the order of their commits.
      await db.pool.query("notify that_was_all");
      await vi.waitFor(() => expect(words).toContain("that_was_all"));
      expect(words.splice(0)).toEqual(heard);
    }
  } finally {
    listener.release(true);
  }
});

test("two processes at once approve together exactly as many as a velocity allows", async () => {
  const open: TestValidator = await testValidator(db);
  try {
    const source = await open.addSource();
    await open.activate(source.id, { rules: [{ name: "r", when: { velocity: { measure: "sum", per: "country", withinSeconds: 600 }, op: "gt", value: 700 }, then: { action: "decline", status: 1, description: "Too much" } }] });
    // The other process: the same transactions on connections of its own, in batches of its own.
    const rules = { id: newId(), version: 9, body: { ...body, rules: [{ name: "r", when: { velocity: { measure: "sum", per: "country", withinSeconds: 600 }, op: "gt", value: 700 }, then: { action: "decline", status: 1, description: "Too much" } }] } satisfies RuleSetBody };
    const openSet = { ...rules, velocities: velocitiesOf(rules.body), lists: new Set<string>() };
    const others = Array.from({ length: 4 }, () =>
      decideBatch(
        pool,
        Array.from({ length: 5 }, () => candidateAt(source.id, Date.now(), { customer: "x", card: "cc", country: "GB", amount: 100n, currency: "EUR" })).map((one) => ({ ...one, rules: { ...one.rules, active: openSet } })),
        remember(),
      ),
    );
    const answers = await Promise.all(Array.from({ length: 30 }, () => open.send(source.token, validationBody())));
    const approved = answers.filter((answer) => verifiedAnswer(answer).status === 0).length + (await Promise.all(others)).flat().filter((decided) => decided.kind === "decided" && decided.said.action === "approve").length;
    expect(approved).toBe(7);
    await vi.waitFor(async () => expect(await db.prisma.validation.count({ where: { sourceId: source.id, counted: true } })).toBe(7));
  } finally {
    await open.close();
  }
});
