import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { publicId } from "#lib/platform/ids";
import { isAnsweredAsExpected } from "#lib/simulator/is-answered-as-expected";
import { type Misbehaviour, isForgery, misbehaviours } from "#lib/simulator/misbehaviour";
import { playClock } from "#lib/simulator/play-clock";
import type { PlayedSend, PlayInput } from "#lib/simulator/play-sends";
import { type PlayedStory, playStory } from "#lib/simulator/play-story";
import { noAnswer, postOverHttp } from "#lib/simulator/post-over-http";
import { randomKey } from "#lib/simulator/random-key";
import { seededRandom } from "#lib/simulator/randomness";
import { simulations } from "#lib/simulator/registry";
import { mannerOf } from "#lib/simulator/sending-manner";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { storiesOf } from "#lib/simulator/stories";
import type { StatedTransaction } from "#lib/simulator/story";
import { daySeconds } from "#lib/simulator/tale";
import { durationSeconds } from "#lib/simulator/tell-story";
import { createSource } from "#lib/sources/create-source";
import { openWholeWay, type WholeWay } from "#tests/support/whole-way";
import { type DemoAccount, demoAccounts } from "../../fixtures/accounts.ts";

interface Account extends DemoAccount {
  readonly full: Readonly<Record<string, unknown>>;
  readonly former: string;
  readonly sourceId: string;
  readonly url: string;
}

// Each round tells some five hundred messages; a machine that is busy with other tests takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

/** As often as an honest provider tries at the least, so that an answer of a busy machine that came late costs no message. */
const honestAttempts = 3;
const actor: Actor = { type: "cli", name: "test" };
let way: WholeWay;
const accounts: Account[] = [];
const formerLabel = "former";
beforeAll(async () => {
  way = await openWholeWay();
  // One after another: the entries of the audit are chained, and many writers at once would only wait for each other.
  for (const account of demoAccounts) accounts.push(await openAccount(account));
});
afterAll(() => way.close());

async function openAccount(account: DemoAccount): Promise<Account> {
  const full = simulations[account.provider].demoSettings(account.settings);
  const former = randomKey(account.provider, full, seededRandom(account.name));
  const source = await createSource(actor, { provider: account.provider, name: account.name, mode: "test", settings: full, keys: [{ secret: former, label: formerLabel }, { secret: account.secret }] });
  return { ...account, full, former, sourceId: source.id, url: `${way.origin}/api/webhooks/${source.token ?? ""}` };
}

interface Round extends PlayedStory {
  readonly account: Account;
  readonly name: string;
}

/** Every story of every account, each about a payment of its own. */
async function playAll(round: string, misbehaviour: Misbehaviour | null, wire: Wire): Promise<readonly Round[]> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const played = await Promise.all(
    accounts.map(async (account) => {
      const rounds: Round[] = [];
      for (const story of storiesOf(account.provider, account.full)) {
        const payment = simulatePayment(seededRandom(`${round} ${account.name} ${story.id}`), nowSeconds);
        const startSeconds = nowSeconds - durationSeconds(story, payment) - 2 * daySeconds;
        const keys = { newest: (): readonly [string] => [account.secret], former: account.former };
        const clock = playClock(() => Date.now(), null);
        const attempts = isForgery(misbehaviour, mannerOf(account.provider, account.full, "test").signsTime) ? 1 : honestAttempts;
        const post = wire(postOverHttp({ notification: account.url, validation: null }));
        const told = await playStory({ story, settings: account.full, mode: "test", payment, startSeconds, seed: round, misbehaviour, keys, clock, post, attempts });
        rounds.push({ ...told, account, name: `${account.name}: ${story.id}` });
      }
      return rounds;
    }),
  );
  await way.settled();
  return played.flat();
}

type Wire = (post: PlayInput["post"]) => PlayInput["post"];

/** Of each message the first attempt is lost: one half never arrives, of the other half the answer is lost. */
function outage(): Wire {
  const met = new Set<string>();
  return (post) => async (message, timeLimitMs, kind) => {
    const key = Buffer.from(message.body).toString("base64");
    if (met.has(key)) return post(message, timeLimitMs, kind);
    met.add(key);
    if (met.size % 2 === 0) await post(message, timeLimitMs, kind);
    return noAnswer;
  };
}

const delivered = z.object({
  id: z.string(),
  data: z.object({ transaction: z.object({ reference: z.string(), sourceId: z.string(), status: z.string(), dispute: z.string(), updatedAt: z.string() }).nullable() }),
});

interface Found {
  readonly reference: string;
  readonly kind: string;
  readonly status: string;
  readonly dispute: string;
  readonly currency: string | null;
  readonly authorized: string | null;
  readonly captured: string | null;
  readonly refunded: string | null;
  readonly disputed: string | null;
  readonly anomalies: readonly string[];
}

/** What stands in the database of the payments of a round, by source and reference. */
async function transactionsOf(references: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const { rows } = await way.db.pool.query<Found & { source_id: string }>(
    `select source_id, reference, kind, folded_status as status, dispute, currency, authorized_minor::text as authorized, captured_minor::text as captured, refunded_minor::text as refunded, disputed_minor::text as disputed,
       (select coalesce(array_agg(code order by code), '{}') from transaction_anomalies a where a.transaction_id = t.id) as anomalies
     from transactions t where reference = any($1)`,
    [references],
  );
  return new Map(rows.map(({ source_id, ...row }) => [`${publicId("source", source_id)} ${row.reference}`, row]));
}

function stated(end: StatedTransaction): Found {
  return {
    reference: end.reference, kind: end.kind, status: end.status, dispute: end.dispute, currency: end.currency,
    authorized: String(end.authorizedMinor), captured: String(end.capturedMinor), refunded: String(end.refundedMinor), disputed: String(end.disputedMinor), anomalies: [],
  };
}

/** Compares all at once, so that a failure tells every story that ends otherwise. */
async function expectEnds(rounds: readonly Round[]): Promise<void> {
  const found = await transactionsOf(rounds.flatMap(({ ends }) => ends.map(({ reference }) => reference)));
  const compared = rounds.flatMap(({ account, name, ends }) => ends.map((end) => ({ name, said: stated(end), found: found.get(`${account.sourceId} ${end.reference}`) ?? null })));
  expect(compared.map(({ name, found: is }) => ({ name, is }))).toEqual(compared.map(({ name, said }) => ({ name, is: said })));
}

/** Each event that is no repeat reached the merchant, signed, and the last word about each payment is how it ended. */
async function expectDeliveries(rounds: readonly Round[], seen: WholeWay["seen"]): Promise<void> {
  expect(seen.filter(({ verdict }) => !verdict.ok)).toEqual([]);
  const bodies = seen.map(({ body }) => delivered.parse(JSON.parse(Buffer.from(body).toString("utf8"))));
  const { rows } = await way.db.pool.query<{ id: string }>("select id from events where not repeat");
  const known = new Set(rows.map(({ id }) => publicId("event", id)));
  expect(new Set(way.seen.map(({ verdict }) => (verdict.ok ? verdict.id : null)))).toEqual(known);
  const last = new Map<string, z.infer<typeof delivered>["data"]["transaction"]>();
  for (const { data: { transaction } } of bodies) {
    const key = transaction === null ? "" : `${transaction.sourceId} ${transaction.reference}`;
    const before = last.get(key);
    if (transaction !== null && (before === undefined || before === null || before.updatedAt <= transaction.updatedAt)) last.set(key, transaction);
  }
  const ends = rounds.flatMap(({ account, name, ends: said }) => said.map((end) => ({ name, end, told: last.get(`${account.sourceId} ${end.reference}`) })));
  expect(ends.map(({ name, told }) => ({ name, status: told?.status, dispute: told?.dispute }))).toEqual(ends.map(({ name, end }) => ({ name, status: end.status, dispute: end.dispute })));
}

async function playAndWatch(round: string, misbehaviour: Misbehaviour | null, wire: Wire = (post) => post): Promise<{ readonly rounds: readonly Round[]; readonly seen: WholeWay["seen"] }> {
  const before = way.seen.length;
  const rounds = await playAll(round, misbehaviour, wire);
  return { rounds, seen: way.seen.slice(before) };
}

function expectAnswers(rounds: readonly Round[]): void {
  // Both keys of each account verify here: signed by the former one, a message is taken too.
  const isGood = (one: PlayedSend): boolean => (one.send.expects === "either" ? one.outcome === "taken" : isAnsweredAsExpected(one));
  expect(rounds.flatMap(({ name, sends }) => sends.filter((one) => !isGood(one)).map(({ send, attempts }) => `${name} ${send.message.type} ${String(attempts.at(-1)?.answer.status)}`))).toEqual([]);
}

test("every story of every provider ends as it says, from the provider's POST to the merchant's server", async () => {
  const { rounds, seen } = await playAndWatch("honest", null);
  expect(rounds.length).toBeGreaterThan(100);
  expectAnswers(rounds);
  await expectEnds(rounds);
  await expectDeliveries(rounds, seen);
});

test("stories told through an outage end the same, by the providers' own retries", async () => {
  const { rounds, seen } = await playAndWatch("outage", null, outage());
  expectAnswers(rounds);
  expect(rounds.flatMap(({ sends }) => sends.filter(({ attempts }) => attempts.length > 1)).length).toBeGreaterThan(20);
  await expectEnds(rounds);
  await expectDeliveries(rounds, seen);
});

/** What the door and the worker saw so far of what no good sender does. */
const traces = ["copies", "conflicts", "backwards", "former", "accepted"] as const;
type Traces = Readonly<Record<(typeof traces)[number], number>>;

async function readTraces(): Promise<Traces> {
  const { rows: [row] } = await way.db.pool.query<Traces>(`
    select (select coalesce(sum(seen_count - 1), 0)::int from event_identities) as copies,
      (select count(*)::int from event_identities where has_conflict) as conflicts,
      (select count(*)::int from (select occurred_at < lag(occurred_at) over (partition by transaction_id order by id) as is_back from events where transaction_id is not null) told where is_back) as backwards,
      (select count(*)::int from requests r join source_keys k on k.id = r.key_id where k.label = $1) as former,
      (select count(*)::int from requests where outcome <> 'rejected') as accepted`, [formerLabel]);
  if (row === undefined) throw new Error("nothing was counted");
  return row;
}

/** By what each of them is seen to have happened: of none could be told that it changes nothing if nothing had happened. */
const seenBy: Readonly<Record<Misbehaviour, keyof Traces | "refused" | "together">> = {
  duplicate: "copies", disorder: "backwards", delay: "backwards", burst: "together", "two-bodies": "conflicts", "replay-old": "refused", "old-key": "former",
  "clock-off": "refused", "wrong-key": "refused", tamper: "refused", truncate: "refused",
};

const refusals: ReadonlySet<number> = new Set([401, 429]);

function timesSeen(by: keyof Traces | "refused" | "together", rounds: readonly Round[], before: Traces, after: Traces): number {
  // What goes together cannot be told from its traces: the machine decides which comes first.
  if (by === "together") return rounds.filter(({ sends }) => sends.filter(({ send }) => send.together).length > 1).length;
  // By the answers: of what it refuses the door keeps only a part, and 429 says it too, once an address sent hundreds of them.
  if (by === "refused") return rounds.flatMap(({ sends }) => sends.filter(({ attempts }) => refusals.has(attempts.at(-1)?.answer.status ?? 0))).length;
  return after[by] - before[by];
}

function expectMisbehaved(misbehaviour: Misbehaviour, rounds: readonly Round[], before: Traces, after: Traces): void {
  const count = (expects: PlayedSend["send"]["expects"]): number => rounds.flatMap((round) => round.sends).filter(({ send }) => send.expects === expects).length;
  expect(timesSeen(seenBy[misbehaviour], rounds, before, after)).toBeGreaterThan(10);
  expect(count("unanswered") > 100).toBe(misbehaviour === "truncate");
  // Nothing of what is refused or broke off is kept as if it had been good.
  const good = count("taken") + count("either");
  const accepted = after.accepted - before.accepted;
  expect(good === 0 ? accepted === 0 : accepted >= good).toBe(true);
}

describe("under misbehaviour", () => {
  test.each(misbehaviours)("%s: what is true ends the same, what is forged changes nothing", async (misbehaviour) => {
    const before = await readTraces();
    const { rounds, seen } = await playAndWatch(misbehaviour, misbehaviour);
    expectAnswers(rounds);
    expectMisbehaved(misbehaviour, rounds, before, await readTraces());
    const isForged = (round: Round): boolean => isForgery(misbehaviour, mannerOf(round.account.provider, round.account.full, "test").signsTime);
    const honest = rounds.filter((round) => !isForged(round));
    const forged = rounds.filter(isForged);
    expect(rounds.length).toBeGreaterThan(100);
    expect(forged.length > 0).toBe(["wrong-key", "tamper", "truncate", "clock-off"].includes(misbehaviour));
    await expectEnds(honest);
    await expectDeliveries(honest, seen);
    expect([...(await transactionsOf(forged.flatMap(({ ends }) => ends.map(({ reference }) => reference)))).keys()]).toEqual([]);
  });
});
