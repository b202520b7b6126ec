import { describe, expect, test } from "vitest";
import { planSends } from "#lib/simulator/plan-sends";
import { playSends, type PlayInput } from "#lib/simulator/play-sends";
import { seededRandom } from "#lib/simulator/randomness";
import type { ReceivedAnswer } from "#lib/simulator/received-answer";
import { mannerOf } from "#lib/simulator/sending-manner";
import type { SimulatedMessage } from "#lib/simulator/simulation";
import type { ToldMessage } from "#lib/simulator/tell-story";
import type { ProviderId } from "#lib/providers/provider";

const answer = (status: number | null, body = "", headers: Readonly<Record<string, string>> = {}): ReceivedAnswer => ({ status, body, headers: new Map(Object.entries(headers)) });
const ok = answer(200);
const down = answer(503);

const message = (type: string, kind: SimulatedMessage["kind"] = "notification"): SimulatedMessage => ({
  kind,
  type,
  covered: type,
  sign: (secrets, nowSeconds) => ({ headers: { by: secrets.join(" "), at: String(nowSeconds) }, body: Buffer.from(type) }),
});
const told = (type: string, atSeconds: number, kind?: SimulatedMessage["kind"]): ToldMessage => ({ atSeconds, message: message(type, kind), twin: () => message(`${type}'`) });

interface Call {
  readonly at: number;
  readonly type: string;
  readonly by: string;
  readonly signedAt: number;
}

/** Plays to a receiver that answers by the text of the message and the time, on a clock that only passes while somebody waits. */
async function play(provider: ProviderId, messages: readonly ToldMessage[], answers: (call: Call, count: number) => ReceivedAnswer, more: { readonly settings?: Record<string, unknown>; readonly keyNow?: () => string; readonly mode?: "test" | "live" } & Partial<PlayInput> = {}) {
  let now = 0;
  const calls: Call[] = [];
  const manner = mannerOf(provider, more.settings ?? {}, more.mode ?? "test");
  const limits: number[] = [];
  const played = await playSends({
    sends: planSends(messages, null, { signsTime: manner.signsTime, random: seededRandom("plan") }),
    manner,
    keys: { newest: () => [more.keyNow?.() ?? "key"], former: null, wrong: "wrong" },
    clock: {
      nowSeconds: () => now,
      wait: (seconds) => {
        now += seconds;
        return Promise.resolve();
      },
    },
    post: ({ headers, body }, timeLimitMs) => {
      limits.push(timeLimitMs);
      const call = { at: now, type: Buffer.from(body).toString(), by: headers["by"] ?? "", signedAt: Number(headers["at"]) };
      calls.push(call);
      return Promise.resolve(answers(call, calls.filter(({ type }) => type === call.type).length));
    },
    ...more,
  });
  return { calls, limits, outcomes: played.map(({ outcome }) => outcome) };
}

describe("Adyen", () => {
  test("keeps later messages behind one that is not taken, and sends them in a burst when it is", async () => {
    const { calls, outcomes, limits } = await play("adyen", [told("first", 0), told("second", 5), told("third", 20)], ({ at }) => (at < 200 ? down : ok));
    expect(calls.map(({ at, type }) => `${type} ${String(at)}`)).toEqual(["first 0", "first 9", "first 27", "first 54", "first 174", "first 474", "second 474", "third 474"]);
    expect(outcomes).toEqual(["taken", "taken", "taken"]);
    expect(new Set(limits)).toEqual(new Set([10_000]));
  });

  test("gives a message up after 30 days and goes on with the next", async () => {
    const { calls, outcomes } = await play("adyen", [told("bad", 0), told("good", 5)], ({ type }) => (type === "bad" ? answer(401) : ok));
    expect(outcomes).toEqual(["given_up", "taken"]);
    const last = calls.filter(({ type }) => type === "bad").at(-1)?.at ?? 0;
    expect(Math.round(last / 86_400)).toBe(30);
  });

  test("leaves the signature on what waits in the queue, however often its key is changed", async () => {
    let current = "old";
    const { calls } = await play("adyen", [told("queued", 0), told("later", 100_000)], ({ at }) => {
      if (at > 1_000) current = "new";
      return at < 2_000 ? down : ok;
    }, { keyNow: () => current });
    expect(new Set(calls.filter(({ type }) => type === "queued").map(({ by }) => by))).toEqual(new Set(["old"]));
    expect(calls.find(({ type }) => type === "later")?.by).toBe("new");
  });
});

describe("Praxis", () => {
  const reply = (status: number, httpStatus = 200) => answer(httpStatus, JSON.stringify({ status, description: "said" }));

  test.each([
    ["status -1", reply(-1)],
    ["status -1 with 401", reply(-1, 401)],
    ["status 0 with 500", reply(0, 500)],
    ["no JSON", answer(200, "OK")],
    ["a status that is no number", answer(200, '{"status":"0","description":""}')],
    ["a problem without a description", answer(404, '{"status":404,"title":"Not found"}')],
    ["no answer", answer(null)],
  ])("sends again after five minutes on %s", async (_name, first) => {
    const { calls, outcomes } = await play("praxis", [told("message", 0)], (_call, count) => (count === 1 ? first : reply(0)));
    expect(calls.map(({ at }) => at)).toEqual([0, 300]);
    expect(outcomes).toEqual(["taken"]);
  });

  test("takes a positive status as final, and lets later messages pass one that waits", async () => {
    const { calls, outcomes } = await play("praxis", [told("closed", 0), told("waits", 1), told("passes", 2)], ({ type }, count) => (type === "closed" ? reply(1) : type === "waits" && count === 1 ? reply(-1) : reply(0)));
    expect(calls.map(({ type }) => type)).toEqual(["closed", "waits", "passes", "waits"]);
    expect(outcomes).toEqual(["final", "taken", "taken"]);
  });

  test.each([["approved", reply(0), "taken"], ["declined", reply(2), "final"], ["unreadable", answer(500, "oops"), "final"]] as const)("asks for a validation once: %s", async (_name, said, outcome) => {
    const { calls, outcomes } = await play("praxis", [told("validation", 0, "validation")], () => said);
    expect(calls).toHaveLength(1);
    expect(outcomes).toEqual([outcome]);
  });
});

describe("the others", () => {
  test.each([
    ["prahsys", { scheme: "svix" }, "test", [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 99_305], 15_000],
    ["gateway", {}, "test", [0, 10, 70, 370, 1_270, 3_070, 6_670, 13_870, 28_270, 57_070, 86_400], 15_000],
    ["stripe", {}, "test", [0, 3_600, 14_400], 15_000],
  ] as const)("%s tries again on its schedule, signed anew each time, and gives up at its end", async (provider, settings, mode, times, limit) => {
    const { calls, outcomes, limits } = await play(provider, [told("message", 0)], () => down, { settings, mode });
    expect(calls.map(({ at }) => at)).toEqual(times);
    expect(calls.map(({ signedAt }) => signedAt)).toEqual(times);
    expect(outcomes).toEqual(["given_up"]);
    expect(new Set(limits)).toEqual(new Set([limit]));
  });

  test("Stripe's live events are tried for three days", async () => {
    const { calls } = await play("stripe", [told("message", 0)], () => down, { mode: "live" });
    const days = (calls.at(-1)?.at ?? 0) / 86_400;
    expect(days).toBeGreaterThan(2);
    expect(days).toBeLessThanOrEqual(3);
  });

  test("Standard Webhooks honours Retry-After, and ends on 410", async () => {
    const slow = await play("standard-webhooks", [told("message", 0)], (_call, count) => (count === 1 ? answer(429, "", { "retry-after": "77" }) : ok));
    expect(slow.calls.map(({ at }) => at)).toEqual([0, 77]);
    expect((await play("standard-webhooks", [told("message", 0)], () => answer(410))).outcomes).toEqual(["final"]);
  });

  test("Svix ends a message where the receiver says so", async () => {
    expect((await play("prahsys", [told("message", 0)], () => answer(500, "", { "webhook-delivery": "abort-message" }), { settings: { scheme: "svix" } })).outcomes).toEqual(["final"]);
  });

  test("a play that is stopped says what it did not send", async () => {
    const { outcomes } = await play("stripe", [told("one", 0), told("two", 1)], () => ok, { shouldStop: (() => { let asked = 0; return () => (asked += 1) > 1; })() });
    expect(outcomes).toEqual(["taken", "stopped"]);
  });
});
