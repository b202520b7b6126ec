import { expect, test } from "vitest";
import { openTalk, Refused, type Talk } from "#lib/server/process-talk";

/** Two ends whose messages are copied, as they are between processes. */
function ends(answers: { readonly one: (question: string, facts: unknown) => Promise<unknown>; readonly other: (question: string, facts: unknown) => Promise<unknown> }): [Talk, Talk] {
  const takers: ((message: unknown) => void)[] = [];
  const channel = (own: number) => ({
    send: (message: object) => queueMicrotask(() => takers[1 - own]?.(JSON.parse(JSON.stringify(message)))),
    onMessage: (take: (message: unknown) => void) => void (takers[own] = take),
  });
  return [openTalk(channel(0), answers.one), openTalk(channel(1), answers.other)];
}

test("both sides may ask at once, and each question gets its own answer", async () => {
  const say = (name: string) => (question: string, facts: unknown) => Promise.resolve(`${name} on ${question}: ${JSON.stringify(facts)}`);
  const [one, other] = ends({ one: say("one"), other: say("other") });
  expect(await Promise.all([one.ask("a", { x: 1 }, 5_000), other.ask("b", null, 5_000), one.ask("c", [2], 5_000)])).toEqual(['other on a: {"x":1}', "one on b: null", "other on c: [2]"]);
});

test("a refusal keeps its name and its words; what is not answered is refused when the other side is gone, or after its time", async () => {
  const [one] = ends({ one: () => Promise.resolve(null), other: (question) => (question === "never" ? new Promise(() => undefined) : Promise.reject(new RangeError("too far"))) });
  const refusal = await one.ask("a", null, 5_000).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refused);
  expect(refusal).toMatchObject({ name: "RangeError", message: "too far" });
  await expect(one.ask("never", null, 1)).rejects.toThrow('"never" was not answered');
  const left = one.ask("never", null, 60_000);
  one.end("it is gone");
  await expect(left).rejects.toThrow("it is gone");
});
