import type { Database } from "#lib/platform/database/client";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import type { Notifications } from "#lib/platform/database/notifications";
import type { Installation } from "#lib/platform/installation";
import { log } from "#lib/platform/log";
import { metrics } from "#lib/platform/metrics";
import { traced } from "#lib/platform/traced";
import type { Answer } from "#lib/providers/provider";
import { AddressCap } from "./address-cap.ts";
import { Announcer } from "./announcer.ts";
import { BatchWriter } from "./batch-writer.ts";
import { addRejectionCounts } from "./count-rejections.sql.ts";
import { findSourcesByTokens } from "./find-source.sql.ts";
import { FormerUrlUses } from "./former-url-uses.ts";
import { noteFormerUrls } from "./note-former-urls.sql.ts";
import { openSource } from "./open-source.ts";
import { createReceive, type ReceiveInput, type ReceiverParts } from "./receive.ts";
import { RejectionCap } from "./rejection-cap.ts";
import { RejectionCounter } from "./rejection-counter.ts";
import { SourceCache } from "./source-cache.ts";
import { SourceLookup } from "./source-lookup.ts";
import { announceStored, noteAnsweredUnavailable, storeBatch } from "./store-batch.sql.ts";
import type { RequestToStore, StoredRequest } from "./stored-request.ts";

/** The door of this process, with what it holds open. */
export interface Receiver {
  readonly receive: (input: ReceiveInput) => Promise<Answer>;
  /** What the door of validations shares with it. */
  readonly parts: ReceiverParts;
  readonly bodyLimitBytes: number;
  /** True while many senders wait for their answers: what can wait should. */
  readonly isBusy: () => boolean;
  /** Resolves when everything taken in was answered and all counters are written. */
  readonly drain: () => Promise<void>;
}

const slot = Symbol.for("countersign.receiver");
// The fast door and Next's copy of this module must share one writer and one cache.
const held = globalThis as typeof globalThis & { [slot]?: Receiver };

/** At 500 requests a second four wait at any moment; as many as this wait only where more come than can be answered. */
const busyRequests = 16;

/** Opens the door; once per process, at boot. */
export function openReceiver(database: Database, installation: Installation, notifications: Notifications): Receiver {
  const pool = database.ingestPool;
  const announcer = new Announcer(() => announceStored(pool).catch((error: unknown) => log().warn({ err: error }, "nobody was told that something was stored; they look by themselves")));
  const store = async (batch: readonly RequestToStore[], lane: number): Promise<StoredRequest[]> => {
    const stored = await traced("store batch", { "countersign.requests": batch.length }, () => storeBatch(pool, batch, lane));
    announcer.announce();
    return stored;
  };
  const onLate = (rows: readonly RequestToStore[]): void => {
    // A validation is stored behind its answer, which was what it was.
    const waited = rows.filter(({ kind }) => kind === "notification");
    noteAnsweredUnavailable(pool, waited.map(({ id }) => id)).catch((error: unknown) => log().warn({ err: error }, "requests that were stored after their deadline show 200 although they were answered 503"));
  };
  const writer = new BatchWriter({ store, isRowError, onLate });
  const counter = new RejectionCounter((counts) => addRejectionCounts(pool, counts));
  const formerUrls = new FormerUrlUses((uses) => noteFormerUrls(pool, uses));
  const lookup = new SourceLookup((tokens) => findSourcesByTokens(pool, tokens));
  const cache = new SourceCache(
    async (token) => {
      const row = await lookup.find(token);
      return row === null ? null : openSource(row, installation.ring);
    },
    { isListening: notifications.isConnected, onChange: (drop) => notifications.listen("countersign_sources", drop) },
    () => Date.now(),
  );
  const { requests, answerSeconds } = metrics();
  const parts: ReceiverParts = {
    findSource: (token) => cache.find(token),
    lastKnownSource: (token) => cache.lastKnown(token),
    findSourceAgain: (token) => cache.findAgain(token),
    store: (row) => writer.store(row, row.kind === "notification" ? Date.now() - row.receivedAtMs : 0),
    countOnly: (sourceId, bytes, atMs) => counter.add(sourceId, bytes, atMs),
    noteFormerUrl: (token, atMs) => formerUrls.add(token, atMs),
    rejectionCap: new RejectionCap(),
    addressCap: new AddressCap(),
    hashKey: installation.hashKey,
    bodyLimitBytes: installation.bodyLimitBytes,
    nowMs: () => Date.now(),
    log: log(),
    observe: (provider, outcome, seconds) => {
      requests.inc({ provider, outcome });
      answerSeconds.observe({ provider }, seconds);
    },
  };
  const receiver: Receiver = {
    receive: createReceive(parts),
    parts,
    bodyLimitBytes: installation.bodyLimitBytes,
    isBusy: () => writer.waitingCount >= busyRequests,
    drain: async () => {
      await writer.drain();
      await announcer.drain();
      await counter.close();
      await formerUrls.close();
    },
  };
  held[slot] = receiver;
  return receiver;
}

export function receiver(): Receiver {
  const opened = held[slot];
  if (opened === undefined) throw new Error("the receiver was used before it was opened");
  return opened;
}

/** Errors that one row can cause for the whole batch: bad data (class 22) and violated constraints (class 23). */
function isRowError(error: unknown): boolean {
  if (isUnavailable(error) || typeof error !== "object" || error === null || !("code" in error)) return false;
  return typeof error.code === "string" && /^2[23]/.test(error.code);
}
