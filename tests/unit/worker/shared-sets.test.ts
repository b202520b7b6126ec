import { describe, expect, test } from "vitest";
import { SharedSets } from "#lib/worker/shared-sets";

function setUp(mostIds?: number) {
  const worked: string[][] = [];
  const finish: ((error?: Error) => void)[] = [];
  const sets = new SharedSets((ids) => {
    worked.push([...ids]);
    return new Promise((resolve, reject) => {
      finish.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  }, mostIds);
  const end = async (error?: Error): Promise<void> => {
    finish.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { sets, worked, end };
}

describe("jobs that wait at the same time", () => {
  test("share the next set, and each is done with the set that holds its ids", async () => {
    const { sets, worked, end } = setUp();
    const done: string[] = [];
    const jobs = ["a", "b", "c"].map((id) => sets.add([id]).then(() => done.push(id)));
    expect(worked).toEqual([["a"]]);
    await end();
    expect(done).toEqual(["a"]);
    expect(worked).toEqual([["a"], ["b", "c"]]);
    await end();
    await Promise.all(jobs);
    expect(done).toEqual(["a", "b", "c"]);
  });

  test("of a set that failed all fail, and the next set goes on", async () => {
    const { sets, worked, end } = setUp();
    const first = sets.add(["a"]);
    const second = sets.add(["b"]);
    const [outcome] = await Promise.all([first.catch((error: unknown) => String(error)), end(new Error("away"))]);
    expect(outcome).toBe("Error: away");
    await end();
    await second;
    expect(worked).toEqual([["a"], ["b"]]);
  });

  test("do not make a set larger than it may be, and a job with more ids is a set by itself", async () => {
    const { sets, worked, end } = setUp(3);
    const jobs = [["a"], ["b", "c"], ["d", "e"], ["f", "g", "h", "i"]].map((ids) => sets.add(ids));
    for (let i = 0; i < 4; i += 1) await end();
    await Promise.all(jobs);
    expect(worked).toEqual([["a"], ["b", "c"], ["d", "e"], ["f", "g", "h", "i"]]);
  });
});
