import { describe, expect, it } from "vitest";
import { z } from "zod";
import { eventStream, frameText } from "#lib/live/event-stream";
import { type LiveFrame, liveFrames, type LiveRow, type LiveSource, rowsPerRead } from "#lib/live/live-frames";
import { firstIdAt } from "#lib/platform/ids";

/** A database and a clock that stand still unless a test moves them. */
function world(startMs = 1_800_000_000_000) {
  const rows: LiveRow[] = [];
  const paymentOf = new Map<string, string>();
  let nowMs = startMs;
  let open = true;
  let allowed = true;
  const idAt = (ms: number, serial = 0): string => firstIdAt(ms).slice(0, -4) + serial.toString(16).padStart(4, "0");
  const source: LiveSource = {
    readFrom: (lowestId) => Promise.resolve(rows.filter(({ id }) => id >= lowestId).toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, rowsPerRead)),
    describe: (due) => Promise.resolve(new Map(due.map(({ id }) => [id, { id }]))),
    changedTransactions: (eventIds) => Promise.resolve(eventIds.flatMap((id) => (paymentOf.has(id) ? [{ id: paymentOf.get(id) }] : []))),
    waitForWord: (timeoutMs) => {
      nowMs += Math.min(timeoutMs, 1_000);
      return Promise.resolve();
    },
    sleep: (ms) => {
      nowMs += ms;
      return Promise.resolve();
    },
    nowMs: () => nowMs,
    isOpen: () => open,
    mayGoOn: () => Promise.resolve(allowed),
  };
  return {
    source,
    idAt,
    now: () => nowMs,
    store: (...ids: string[]) => rows.push(...ids.map((id): LiveRow => ({ kind: "event", id, pending: false }))),
    rows,
    paymentOf,
    close: () => (open = false),
    forbid: () => (allowed = false),
  };
}

const idOnly = z.object({ id: z.string() });

/** The ids told by the next frames until `until` of them came or the stream rested for a while. */
async function told(frames: AsyncGenerator<LiveFrame, void, void>, until: number): Promise<string[]> {
  const ids: string[] = [];
  for (let beats = 0; ids.length < until && beats < 4; ) {
    const next = await frames.next();
    if (next.done === true) break;
    const frame = next.value;
    if (frame.kind === "beat") beats += 1;
    else ids.push(idOnly.parse(frame.data).id);
  }
  return ids;
}

describe("the live stream", () => {
  it("tells what is stored from now on, each record once", async () => {
    const w = world();
    w.store(w.idAt(w.now() - 60_000));
    const frames = liveFrames(w.source, null);
    await frames.next();
    const fresh = [w.idAt(w.now() + 1), w.idAt(w.now() + 2)];
    w.store(...fresh);
    expect(await told(frames, 2)).toEqual(fresh);
    expect(await told(frames, 1)).toEqual([]);
  });

  it("tells a payment behind each of its events, as often as it changes", async () => {
    const w = world();
    const frames = liveFrames(w.source, null);
    await frames.next();
    const [first, second] = [w.idAt(w.now() + 1), w.idAt(w.now() + 2_000)];
    w.paymentOf.set(first, "payment").set(second, "payment");
    w.store(first);
    expect(await told(frames, 2)).toEqual([first, "payment"]);
    w.store(second);
    expect(await told(frames, 2)).toEqual([second, "payment"]);
    expect(await told(frames, 1)).toEqual([]);
  });

  it("tells a record whose commit came after that of a younger one", async () => {
    const w = world();
    const frames = liveFrames(w.source, null);
    await frames.next();
    const [early, late] = [w.idAt(w.now() + 10), w.idAt(w.now() + 1_500)];
    w.store(late);
    expect(await told(frames, 1)).toEqual([late]);
    w.store(early);
    expect(await told(frames, 1)).toEqual([early]);
  });

  it("resumes without loss, also of what was committed late before the break", async () => {
    const w = world();
    const base = w.now() - 600_000;
    const lastId = w.idAt(base);
    const missed = [w.idAt(base - 1_000), w.idAt(base + 1), w.idAt(base + 500_000)];
    w.store(lastId, ...missed, w.idAt(base - 60_000));
    expect(await told(liveFrames(w.source, lastId), 3)).toEqual(missed);
  });

  it("tells more rows than one read holds", async () => {
    const w = world();
    const base = w.now() - 600_000;
    const many = Array.from({ length: rowsPerRead * 2 + 5 }, (_, index) => w.idAt(base + 1, index));
    w.store(...many);
    expect(await told(liveFrames(w.source, w.idAt(base)), many.length)).toEqual(many);
  });

  it("holds an event back until the worker has read it, but not for long", async () => {
    const w = world();
    const frames = liveFrames(w.source, null);
    await frames.next();
    const startMs = w.now();
    const id = w.idAt(startMs + 1);
    w.rows.push({ kind: "event", id, pending: true });
    expect(await told(frames, 1)).toEqual([id]);
    expect(w.now() - startMs).toBeGreaterThanOrEqual(3_000);
  });

  it("gives ids that never go back, so that resuming is always from the newest", async () => {
    const w = world();
    const frames = liveFrames(w.source, null);
    await frames.next();
    const [early, late] = [w.idAt(w.now() + 10), w.idAt(w.now() + 1_500)];
    w.store(late);
    const first = await frames.next();
    w.store(early);
    const second = await frames.next();
    expect([first.value, second.value].map((frame) => (frame === undefined || frame.kind === "beat" ? null : frame.id))).toEqual([late, late]);
  });

  it("ends when the listener may no longer hear it, when the process stops, and after 15 minutes", async () => {
    const forbidden = world();
    forbidden.forbid();
    const closed = world();
    closed.close();
    for (const { source } of [forbidden, closed, world()]) {
      const frames = liveFrames(source, null);
      let count = 0;
      while ((await frames.next()).done !== true) count += 1;
      expect(count).toBeLessThan(100);
    }
  });
});

describe("the wire form", () => {
  it("is one line of data per frame, with exact numbers", () => {
    expect(frameText({ kind: "event", id: "x", data: { n: 9007199254740993n, text: "a\nb" } })).toBe('id: x\nevent: event\ndata: {"n":9007199254740993,"text":"a\\nb"}\n\n');
    expect(frameText({ kind: "beat" })).toBe(": beat\n\n");
  });

  it("ends the stream quietly when the database goes away, and lets go of everything", async () => {
    let ended = 0;
    async function* broken(): AsyncGenerator<LiveFrame, void, void> {
      yield { kind: "beat" };
      throw new Error("the database is away, as this test wants it");
    }
    const text = await eventStream(broken(), () => (ended += 1)).text();
    expect(text).toBe("retry: 2000\n\n: beat\n\n");
    expect(ended).toBe(1);
  });

  it("cannot be stored or changed on its way", () => {
    const { headers } = eventStream(liveFrames(world().source, null), () => undefined);
    expect(headers.get("content-type")).toContain("text/event-stream");
    expect(headers.get("cache-control")).toBe("no-store, no-transform");
  });
});
