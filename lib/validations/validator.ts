import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "#lib/platform/database/client";
import type { Notifications } from "#lib/platform/database/notifications";
import { createPool, type PoolOptions, warmPool } from "#lib/platform/database/pool";
import type { Installation } from "#lib/platform/installation";
import { log } from "#lib/platform/log";
import { metrics } from "#lib/platform/metrics";
import { outbound } from "#lib/platform/outbound/outbound";
import { traced } from "#lib/platform/traced";
import type { Answer } from "#lib/providers/provider";
import type { Receiver } from "#lib/receiving/receiver";
import { announceDecided } from "./announce-decided.sql.ts";
import { BusyKeys } from "./busy-keys.ts";
import type { late } from "./deadline.ts";
import { decideBatch } from "./decide-batch.sql.ts";
import { DecisionBatcher } from "./decision-batcher.ts";
import { finishDecisions } from "./finish-decisions.sql.ts";
import { findSettled } from "./find-settled.sql.ts";
import { Finisher } from "./finisher.ts";
import { handOver } from "./hand-over.ts";
import { loadRules } from "./hand-over-secrets.ts";
import type { OpenRules } from "./open-rules.ts";
import { LateStore } from "./late-store.ts";
import { PastWindows } from "./past-windows.ts";
import { readPast } from "./read-past.sql.ts";
import { RuleCache } from "./rule-cache.ts";
import { bodyInTime, createValidate, type ValidateInput, type ValidatorParts } from "./validate.ts";

/** The door of validations of this process. */
export interface Validator {
  readonly validate: (input: ValidateInput) => Promise<Answer>;
  /** A body that is being read, or `late` when there is no more time for it. */
  readonly bodyInTime: <Body>(token: string, firstByteMs: number, body: Promise<Body>) => Promise<Body | typeof late>;
  readonly bodyLimitBytes: number;
  /** Resolves when everything was answered and recorded; lets go of the database. */
  readonly drain: () => Promise<void>;
}

const slot = Symbol.for("countersign.validator");
// The fast door and Next's copy of this module must share one batcher and one cache.
const held = globalThis as typeof globalThis & { [slot]?: Validator };

/** Two batches, and what is written behind the answers; a lock or a statement that takes longer is too late anyway. */
const poolOptions = {
  name: "validations",
  max: 4,
  connectTimeoutMs: 500,
  statementTimeoutMs: 1_000,
  queryTimeoutMs: 1_100,
  // A process that stops in the middle of a transaction must not hold its locks for ever.
  options: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c lock_timeout=900 -c idle_in_transaction_session_timeout=3000",
  keepWarm: true,
  pipeline: true,
} as const;

/** Opens the door; once per process, at boot, after the receiver's. `overrides`: for tests that ask about something else than time. */
export async function openValidator(database: Database, installation: Installation, notifications: Notifications, receiver: Receiver, overrides: Partial<PoolOptions> = {}): Promise<Validator> {
  const pool = createPool({ url: database.url, ...poolOptions, ...overrides });
  await warmPool(pool);
  const { validations, validationSeconds, unrecordedValidations } = metrics();
  const past = new PastWindows((lookup, window, cuts) => readPast(pool, lookup, window, cuts), notifications.isConnected);
  const remembered = { busy: new BusyKeys(), past };
  const batcher = new DecisionBatcher((batch) => traced("decide batch", { "countersign.validations": batch.length }, () => decideBatch(pool, batch, remembered)));
  const finisher = new Finisher(
    async (finishes) => {
      await finishDecisions(pool, finishes);
      await announceDecided(pool);
    },
    (count, error) => {
      unrecordedValidations.inc(count);
      log().error({ err: error, count }, "what was said to validations could not be recorded");
    },
  );
  const kept = new LateStore(
    (row) => receiver.parts.store(row),
    ({ sourceId }, error) => log().warn({ err: error, sourceId }, "a validation's request could not be stored; its answer had left"),
  );
  const rules = new RuleCache((sourceId) => loadRules(pool, installation.ring, sourceId), notifications.isConnected, () => Date.now());
  for (const channel of ["countersign_validations", "countersign_settings"] as const) notifications.listen(channel, () => rules.outdate());
  notifications.listen("countersign_validations", () => past.clear());
  const parts: ValidatorParts = {
    receiving: receiver.parts,
    rules,
    keep: (row) => kept.add(row),
    decide: (candidate) => batcher.decide(candidate),
    handOver: (candidate, url, withinMs) => {
      const [first, ...others] = secretsNow(candidate.rules);
      if (first === undefined) throw new Error(`source ${candidate.sourceId} hands over and has no secret`);
      return handOver(outbound(), candidate, { url, secrets: [first, ...others], nowSeconds: Math.floor(Date.now() / 1000), withinMs });
    },
    findSettled: (id) => findSettled(pool, id),
    finish: (finish) => finisher.add(finish),
    onUnrecorded: ({ sourceId, requestId }, { action, status }, error) => {
      unrecordedValidations.inc();
      log().error({ err: error, sourceId, requestId, action, status }, "a validation was answered and could not be recorded");
    },
    onAnswer: ({ action }, fallbackUsed, seconds) => {
      validations.inc({ action, fallback: String(fallbackUsed) });
      validationSeconds.observe(seconds);
    },
    log: log(),
  };
  const validator: Validator = {
    validate: createValidate(parts),
    bodyInTime: (token, firstByteMs, body) => bodyInTime(parts, token, firstByteMs, body),
    bodyLimitBytes: receiver.bodyLimitBytes,
    drain: async () => {
      await batcher.drain();
      // What comes behind the last answer has its turn first.
      await nextTurn();
      kept.flush();
      await finisher.close();
      await past.settled();
      await pool.end();
    },
  };
  held[slot] = validator;
  return validator;
}

function secretsNow({ secrets }: OpenRules): readonly string[] {
  return secrets.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > Date.now()).map(({ secret }) => secret);
}

export function validator(): Validator {
  const opened = held[slot];
  if (opened === undefined) throw new Error("the door of validations was used before it was opened");
  return opened;
}
