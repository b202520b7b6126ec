import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { log } from "#lib/platform/log";
import type { DeliveryRecord } from "./record.sql.ts";

type Write = (records: readonly DeliveryRecord[]) => Promise<ReadonlySet<string>>;

interface Waiting {
  readonly record: DeliveryRecord;
  readonly done: (wasOurs: boolean) => void;
}

const mostAtOnce = 200;
const lanes = 2;
const pauseMs = 200;

/** Writes outcomes, those that wait at the same time together. While the database is away it keeps them and tries again. */
export class Recorder {
  private waiting: Waiting[] = [];
  private writing = 0;
  private closed = false;
  private readonly write: Write;

  constructor(write: Write) {
    this.write = write;
  }

  /** What was not written yet: whoever makes more should wait while it grows. */
  get backlog(): number {
    return this.waiting.length;
  }

  /** Resolves when it was written, with whether the delivery was still ours. */
  add(record: DeliveryRecord): Promise<boolean> {
    return new Promise((done) => {
      this.waiting.push({ record, done });
      if (this.writing < lanes) void this.workOff();
    });
  }

  /** Gives up what cannot be written from now on: its leases end, and it is sent once more. */
  close(): void {
    this.closed = true;
  }

  private async workOff(): Promise<void> {
    this.writing += 1;
    // What ends in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, mostAtOnce);
      const ours = await this.writeAll(batch.map(({ record }) => record));
      for (const { record, done } of batch) done(ours.has(record.id));
    }
    this.writing -= 1;
  }

  private async writeAll(records: readonly DeliveryRecord[]): Promise<ReadonlySet<string>> {
    for (;;) {
      try {
        return await this.write(records);
      } catch (error) {
        if (!isUnavailable(error)) return this.writeEach(records, error);
        if (this.closed) return new Set();
        log().warn({ err: error, records: records.length }, "outcomes of deliveries could not be recorded; it is tried again");
        await sleep(pauseMs);
      }
    }
  }

  /** One that cannot be written keeps its neighbours from nothing. */
  private async writeEach(records: readonly DeliveryRecord[], fault: unknown): Promise<ReadonlySet<string>> {
    const [only] = records;
    if (records.length === 1 && only !== undefined) {
      log().error({ err: fault, deliveryId: only.id }, "the outcome of a delivery could not be recorded");
      return new Set();
    }
    const written = new Set<string>();
    for (const record of records) for (const id of await this.writeAll([record])) written.add(id);
    return written;
  }
}
