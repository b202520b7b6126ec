import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceLookup } from "#lib/receiving/source-lookup";

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A table of tokens whose queries end when they are told to. */
function heldTable(known: ReadonlySet<string>) {
  const queries: { readonly tokens: readonly string[]; readonly end: () => void }[] = [];
  let running = 0;
  let mostRunning = 0;
  const lookup = new SourceLookup<string>(
    (tokens) =>
      new Promise((resolve) => {
        running += 1;
        mostRunning = Math.max(mostRunning, running);
        const end = (): void => {
          running -= 1;
          resolve(new Map(tokens.filter((token) => known.has(token)).map((token) => [token, `source of ${token}`])));
        };
        queries.push({ tokens, end });
      }),
  );
  return { lookup, queries, mostRunning: () => mostRunning };
}

describe("tokens that are looked for together", () => {
  test("each get their own answer, in at most two queries at a time, whatever came before", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ token: fc.constantFrom("a", "b", "c", "x", "y"), pauses: fc.boolean() }), { maxLength: 40 }), async (asked) => {
        const { lookup, queries, mostRunning } = heldTable(new Set(["a", "b", "c"]));
        const answers: Promise<string | null>[] = [];
        for (const { token, pauses } of asked) {
          answers.push(lookup.find(token));
          if (pauses) await pause();
        }
        let settled = false;
        const all = Promise.all(answers).finally(() => {
          settled = true;
        });
        for (let at = 0; !settled; at += 1) {
          await pause();
          for (const query of queries.splice(0)) query.end();
          if (at > 200) throw new Error("a look-up was never answered");
        }
        expect(await all).toEqual(asked.map(({ token }) => (["a", "b", "c"].includes(token) ? `source of ${token}` : null)));
        expect(mostRunning()).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("a thousand strangers at once are three queries of at most five hundred", async () => {
    const { lookup, queries } = heldTable(new Set(["known"]));
    const strangers = Array.from({ length: 1_000 }, (_, at) => lookup.find(`stranger-${String(at)}`));
    const known = lookup.find("known");
    const sizes: number[] = [];
    for (let at = 0; at < 10; at += 1) {
      await pause();
      for (const query of queries.splice(0)) {
        sizes.push(query.tokens.length);
        query.end();
      }
    }
    expect(await known).toBe("source of known");
    expect(await Promise.all(strangers)).toEqual(strangers.map(() => null));
    expect(sizes).toEqual([500, 500, 1]);
  });

  test("are all told when their query fails, and the next ones are looked for again", async () => {
    let fails = true;
    const lookup = new SourceLookup<string>(() => (fails ? Promise.reject(new Error("away")) : Promise.resolve(new Map([["a", "found"]]))));
    const [one, other] = await Promise.allSettled([lookup.find("a"), lookup.find("b")]);
    fails = false;
    expect([one?.status, other?.status]).toEqual(["rejected", "rejected"]);
    expect(await lookup.find("a")).toBe("found");
  });
});
