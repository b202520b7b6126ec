import { lookForAlerts } from "#lib/alerts/look-for-alerts";
import { rules } from "#lib/alerts/rules";
import { fanOut } from "#lib/deliveries/fan-out";
import { EndpointCache } from "#lib/endpoints/endpoint-cache";
import { openEndpoint } from "#lib/endpoints/open-endpoint";
import { readEndpointRows } from "#lib/endpoints/open-endpoints.sql";
import { findPendingEvents } from "#lib/events/pending-events.sql";
import { createPool } from "#lib/platform/database/pool";
import { ensurePartitions } from "#lib/platform/database/partitions.sql";
import { firstIdAt } from "#lib/platform/ids";
import { closeInstallation, type InstallationFacts } from "#lib/platform/installation";
import { closeOutbound } from "#lib/platform/outbound/outbound";
import { type OpenCountersign, openCountersign } from "#lib/server/open-countersign";
import { randomKey } from "#lib/simulator/random-key";
import { seededRandom, systemRandom } from "#lib/simulator/randomness";
import { projectEvents } from "#lib/transactions/project-events";
import { linkValidations } from "#lib/validations/link-validations.sql";
import { demoAccounts, type DemoAccount } from "./accounts.ts";
import { businessOf, dayMs, type DemoMessage, type KeyIncident } from "./business.ts";
import type { DemoState } from "./demo-state.ts";
import { PastDate } from "./past-date.ts";
import { lastActs, pastActs } from "./past-acts.ts";
import { PastDeliveries } from "./past-deliveries.ts";
import { dropPastClock, makePastClock, pastUrl, setPastClock } from "./past-time.sql.ts";
import { answerThen, type DemoSource, makeApiKeys, makeEndpoints, makeRules, makeSources, type Outage } from "./past-world.ts";
import { makePeople } from "./people.ts";
import { workThrough } from "./work-through.ts";

export interface FillOptions {
  readonly databaseUrl: string;
  readonly facts: InstallationFacts;
  readonly state: DemoState;
  readonly days: number;
  readonly nowMs: number;
  readonly onProgress: (done: number, total: number) => void;
}

const hourMs = 3_600_000;
const mostTries = 50;
const mostInSet = 400;
/** No worker ran in the past: the code of one did. */
const watched = rules.map(({ rule }) => rule).filter((rule) => rule !== "worker_missing");

/**
 * Lives through the time before `nowMs`: messages are signed by the simulator, taken by the door, read by the worker's own
 * code and delivered to receivers of then, all by a clock that stands where they happened. For a process that does nothing
 * else meanwhile, on a database that is migrated and empty.
 */
export async function fillDemo(options: FillOptions): Promise<{ readonly messages: number }> {
  const { nowMs, days } = options;
  const startMs = nowMs - days * dayMs;
  const clockPool = createPool({ url: options.databaseUrl, name: "demo", max: 2, connectTimeoutMs: 5_000, statementTimeoutMs: 60_000, queryTimeoutMs: 70_000 });
  const date = new PastDate();
  date.moveTo(startMs - hourMs);
  try {
    await makePastClock(clockPool);
    await ensurePartitions(clockPool, { fromMs: startMs - dayMs, toMs: nowMs });
    await setPastClock(clockPool, date.nowMs());
    const messages = await date.hold(() => live(options, date, async (atMs) => {
      date.moveTo(atMs);
      await setPastClock(clockPool, date.nowMs());
    }));
    await dropPastClock(clockPool);
    return { messages };
  } finally {
    await clockPool.end();
  }
}

async function live({ databaseUrl, facts, state, days, nowMs, onProgress }: FillOptions, date: PastDate, moveTo: (atMs: number) => Promise<void>): Promise<number> {
  const countersign = await openCountersign(pastUrl(databaseUrl), facts);
  const pool = createPool({ url: pastUrl(databaseUrl), name: "demo worker", max: 4, connectTimeoutMs: 5_000, statementTimeoutMs: 60_000, queryTimeoutMs: 70_000 });
  try {
    const sources = await makeSources(systemRandom);
    await makeEndpoints(`http://127.0.0.1:${String(state.receiverPort)}`, state.receiverSecret);
    await makeRules(sources);
    await makeApiKeys();
    const team = await makePeople(state.password);
    const incident = keyIncident(nowMs, days);
    const outage = outageOf(nowMs, days);
    // So many came at once that the warehouse went down.
    const rush = { fromMs: outage.fromMs, orders: 70 };
    const messages = businessOf({ accounts: demoAccounts, days, nowMs, seed: state.seed, rush }, incident);
    // By the real clock: by that of the past it would be read again at every step.
    const endpoints = new EndpointCache(async () => (await readEndpointRows(pool)).map((row) => openEndpoint(row, facts.ring)), { isListening: () => true, onChange: () => undefined }, () => performance.now());
    const deliveries = new PastDeliveries(pool, endpoints, answerThen(outage, seededRandom(`${state.seed} answers`)));
    await workThrough(messages, {
      startMs: date.nowMs(),
      endMs: nowMs,
      moveDate: (atMs) => date.moveTo(atMs),
      moveTo,
      receive: (message) => receive(countersign, sources, message),
      read: async () => {
        for (;;) {
          const ids = await findPendingEvents(pool, firstIdAt(0), mostInSet);
          const known = await endpoints.get();
          if (ids.length > 0) await projectEvents(pool, ids, {
            afterProjecting: async (client, projected) => {
              await linkValidations(client, projected);
              return fanOut(client, known, projected.map(({ id }) => id));
            },
          });
          if (ids.length < mostInSet) return;
        }
      },
      deliveries,
      look: async (atMs) => void (await lookForAlerts(pool, atMs, watched)),
      watch: [incident, outage].flatMap((trouble) => (trouble === null ? [] : [{ fromMs: trouble.fromMs, toMs: trouble.toMs + hourMs }])),
      acts: pastActs({ team, startMs: nowMs - days * dayMs, nowMs, incident, incidentSource: incident === null ? undefined : sources.get(incident.account), outage, ruled: [...sources].find(([{ provider, mode }]) => provider === "praxis" && mode === "live")?.[1] }),
      onProgress,
    });
    await deliveries.end(nowMs);
    await lastActs(team, outage, [...sources.values()][1], nowMs);
    return messages.length;
  } finally {
    await pool.end();
    await countersign.close();
    closeOutbound();
    closeInstallation();
  }
}

/** Some days ago, in the first account, for an hour; `null` where the time is too short for it. */
function keyIncident(nowMs: number, days: number): KeyIncident | null {
  const [account] = demoAccounts;
  if (account === undefined) return null;
  const eveningMs = Math.floor((nowMs - Math.min(12, days * 0.6) * dayMs) / dayMs) * dayMs + 18 * hourMs;
  const fromMs = eveningMs + hourMs > nowMs ? eveningMs - dayMs : eveningMs;
  return fromMs < nowMs - days * dayMs ? null : { account, fromMs, toMs: fromMs + hourMs };
}

function outageOf(nowMs: number, days: number): Outage {
  if (days < 2) return { fromMs: nowMs - 8 * hourMs, toMs: nowMs - 4 * hourMs };
  const noonMs = Math.floor((nowMs - Math.min(5, days * 0.4) * dayMs) / dayMs) * dayMs + 12.5 * hourMs;
  return { fromMs: noonMs, toMs: noonMs + 4.5 * hourMs };
}

/** As the provider does: what the door could not take is sent again. */
async function receive({ receiver, validator }: OpenCountersign, sources: ReadonlyMap<DemoAccount, DemoSource>, { account, message, key, forged, atMs }: DemoMessage): Promise<void> {
  const source = sources.get(account);
  if (source === undefined) return;
  const secret = forged ? randomKey(account.provider, account.settings, seededRandom(message.covered)) : source.keys[key];
  const { headers, body } = message.sign([secret], Math.floor(atMs / 1000));
  for (let tries = 0; tries < mostTries; tries += 1) {
    const call = { method: "POST", token: source.token, headers: Object.entries(headers), body, remoteAddress: forged ? "203.0.113.9" : account.address };
    const { status } = message.kind === "validation" ? await validator.validate({ ...call, firstByteMs: performance.now() }) : await receiver.receive({ ...call, kind: "notification" });
    if (status !== 503) return;
  }
  throw new Error(`the door did not take a message of ${account.name} in ${String(mostTries)} tries: the log says why`);
}
