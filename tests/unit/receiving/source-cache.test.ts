import { describe, expect, test } from "vitest";
import { gateway } from "#lib/providers/gateway";
import type { OpenSource } from "#lib/receiving/open-source";
import { SourceCache } from "#lib/receiving/source-cache";

const source = (id: string, tokenExpiresAtMs: number | null = null): OpenSource => ({
  id,
  provider: gateway,
  mode: "test",
  settings: gateway.settings.parse({}),
  keys: [],
  tokenExpiresAtMs,
  rejected: { hour: 0, count: 0 },
});

function setUp(load: (token: string) => Promise<OpenSource | null>) {
  const state = { nowMs: 1_000_000, listening: true, loads: 0, change: (): void => undefined };
  const cache = new SourceCache(
    (token) => {
      state.loads += 1;
      return load(token);
    },
    {
      isListening: () => state.listening,
      onChange: (drop) => {
        state.change = drop;
      },
    },
    () => state.nowMs,
  );
  return { cache, state };
}

test("what was last known of a source is known however old it is, until its token runs out", async () => {
  const { cache, state } = setUp(() => Promise.resolve(source("a", 2_000_000)));
  expect(cache.lastKnown("a")).toBeNull();
  await cache.find("a");
  state.change();
  state.nowMs = 1_900_000;
  expect(cache.lastKnown("a")?.id).toBe("a");
  state.nowMs = 2_000_000;
  expect(cache.lastKnown("a")).toBeNull();
});

describe("a second look at a source", () => {
  test("reads it whatever is remembered, and is remembered itself", async () => {
    const names = ["old", "new"];
    const { cache, state } = setUp(() => Promise.resolve(source(names.shift() ?? "newer")));
    expect((await cache.find("a"))?.id).toBe("old");
    expect((await cache.findAgain("a"))?.id).toBe("new");
    expect((await cache.find("a"))?.id).toBe("new");
    expect(state.loads).toBe(2);
  });

  test("is shared by those who wait for it, and never joins one that has begun", async () => {
    const answers: ((found: OpenSource | null) => void)[] = [];
    const { cache, state } = setUp(() => new Promise((resolve) => void answers.push(resolve)));
    const first = cache.findAgain("a");
    await expect.poll(() => answers.length).toBe(1);
    const waiting = Array.from({ length: 100 }, () => cache.findAgain("a"));
    state.nowMs += 5;
    answers[0]?.(source("before"));
    expect((await first)?.id).toBe("before");
    await expect.poll(() => answers.length).toBe(2);
    answers[1]?.(source("after"));
    expect(new Set((await Promise.all(waiting)).map((found) => found?.id))).toEqual(new Set(["after"]));
    expect(state.loads).toBe(2);
  });

  test("gives nothing while the database is away, and forgets nothing", async () => {
    let away = false;
    const { cache } = setUp((token) => (away ? Promise.reject(new Error("away")) : Promise.resolve(source(token))));
    await cache.find("a");
    away = true;
    expect(await cache.findAgain("a")).toBeNull();
    expect((await cache.find("a"))?.id).toBe("a");
  });
});

describe("the cache of sources", () => {
  test("asks the database once for a burst of requests", async () => {
    const { cache, state } = setUp((token) => Promise.resolve(source(token)));
    await Promise.all(Array.from({ length: 10 }, async () => cache.find("a")));
    await cache.find("a");
    expect(state.loads).toBe(1);
  });

  test("asks again after a change was announced, also one that came while it was asking", async () => {
    let answer: (found: OpenSource | null) => void = () => undefined;
    const { cache, state } = setUp(() => new Promise((resolve) => { answer = resolve; }));
    const first = cache.find("a");
    state.change();
    answer(source("old"));
    await first;
    const second = cache.find("a");
    answer(source("new"));
    expect((await second)?.id).toBe("new");
  });

  test("trusts itself only for half a second while it cannot hear of changes", async () => {
    const { cache, state } = setUp((token) => Promise.resolve(source(token)));
    state.listening = false;
    await cache.find("a");
    state.nowMs += 400;
    await cache.find("a");
    expect(state.loads).toBe(1);
    state.nowMs += 200;
    await cache.find("a");
    expect(state.loads).toBe(2);
  });

  test("lets a token end at its time", async () => {
    const { cache, state } = setUp((token) => Promise.resolve(state.nowMs < 1_000_100 ? source(token, 1_000_100) : null));
    expect(await cache.find("a")).not.toBeNull();
    state.nowMs = 1_000_100;
    expect(await cache.find("a")).toBeNull();
  });

  test("keeps to what it knew while the database is away, and says so where it knew nothing", async () => {
    let away = false;
    const { cache, state } = setUp((token) => (away ? Promise.reject(new Error("away")) : Promise.resolve(source(token))));
    await cache.find("a");
    away = true;
    state.change();
    expect((await cache.find("a"))?.id).toBe("a");
    await expect(cache.find("b")).rejects.toThrow("away");
  });
});
