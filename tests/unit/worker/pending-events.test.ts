import { expect, test, vi } from "vitest";
import { type PendingEventsParts, workOffPendingEvents } from "#lib/worker/pending-events";

/** A table of waiting events; `word` tells of them. */
function setUp(waiting: string[], more: Partial<PendingEventsParts> = {}) {
  const worked: string[][] = [];
  let wake: (() => void) | null = null;
  const loop = workOffPendingEvents({
    find: (lowestId, limit) => Promise.resolve(waiting.filter((id) => id >= lowestId).slice(0, limit)),
    work: (ids) => {
      worked.push([...ids]);
      for (const id of ids) waiting.splice(waiting.indexOf(id), 1);
      return Promise.resolve();
    },
    waitForWord: () => new Promise((resolve) => (wake = resolve)),
    isDoorBusy: () => false,
    ...more,
  });
  return { worked, loop, word: () => wake?.() };
}

const id = (index: number): string => `0190${String(index).padStart(4, "0")}-0000-7000-8000-000000000000`;

test("what waits at the start is worked off at once, oldest first, in sets that are not too large", async () => {
  const waiting = Array.from({ length: 900 }, (_, index) => id(index));
  const { worked, loop } = setUp(waiting);
  await expect.poll(() => waiting.length).toBe(0);
  expect(worked.map((set) => set.length)).toEqual([400, 400, 100]);
  expect(worked.flat()).toEqual(worked.flat().toSorted());
  await loop.stop();
});

test("a word wakes it, and a stop ends it while it waits", async () => {
  const waiting: string[] = [];
  const { worked, loop, word } = setUp(waiting);
  await new Promise((resolve) => setImmediate(resolve));
  const recent = `${Date.now().toString(16).padStart(12, "0").replace(/^(.{8})/, "$1-")}-7000-8000-000000000000`;
  waiting.push(recent);
  expect(worked).toEqual([]);
  word();
  await expect.poll(() => worked).toEqual([[recent]]);
  await loop.stop();
});

test("a set that the database did not take stays, and is tried again", async () => {
  let tries = 0;
  const waiting = [id(1)];
  const { loop } = setUp(waiting, {
    work: () => {
      tries += 1;
      if (tries === 1) return Promise.reject(new Error("the database is away"));
      waiting.splice(0);
      return Promise.resolve();
    },
  });
  await expect.poll(() => tries, { timeout: 5_000 }).toBe(2);
  await loop.stop();
});

test("what has waited for long is worked off however busy the door is", async () => {
  const waiting = Array.from({ length: 900 }, (_, index) => id(index));
  const { loop } = setUp(waiting, { isDoorBusy: () => true });
  await expect.poll(() => waiting.length).toBe(0);
  await loop.stop();
});

test("a clock that was set back does not put off the sweep", async () => {
  const waiting: string[] = [];
  const { worked, loop, word } = setUp(waiting);
  await new Promise((resolve) => setImmediate(resolve));
  const passed = performance.now() + 16_000;
  const monotonic = vi.spyOn(performance, "now").mockImplementation(() => passed);
  const wall = vi.spyOn(Date, "now").mockReturnValue(Date.now() - 3_600_000);
  try {
    waiting.push(id(1));
    word();
    await expect.poll(() => worked.flat()).toEqual([id(1)]);
  } finally {
    monotonic.mockRestore();
    wall.mockRestore();
    await loop.stop();
  }
});
