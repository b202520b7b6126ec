import { expect, test } from "vitest";
import { Announcer } from "#lib/receiving/announcer";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("the first is said at once, and what follows meanwhile in one word later", async () => {
  let said = 0;
  const announcer = new Announcer(() => {
    said += 1;
    return Promise.resolve();
  }, 60_000);
  announcer.announce();
  expect(said).toBe(1);
  announcer.announce();
  announcer.announce();
  await turn();
  expect(said).toBe(1);
  await announcer.drain();
  expect(said).toBe(2);
});

test("a word is said for what came within the pause", async () => {
  let said = 0;
  const announcer = new Announcer(() => {
    said += 1;
    return Promise.resolve();
  }, 1);
  announcer.announce();
  announcer.announce();
  await expect.poll(() => said).toBe(2);
});

test("a word that takes long is waited for: one at a time, and what came meanwhile is said once", async () => {
  let said = 0;
  const finish: (() => void)[] = [];
  const announcer = new Announcer(() => {
    said += 1;
    return new Promise((resolve) => finish.push(resolve));
  }, 1);
  announcer.announce();
  announcer.announce();
  await new Promise((resolve) => setTimeout(resolve, 20));
  announcer.announce();
  expect(said).toBe(1);
  const drained = announcer.drain();
  finish[0]?.();
  await expect.poll(() => said).toBe(2);
  finish[1]?.();
  await drained;
  expect(said).toBe(2);
});

test("a word that fails keeps nobody from saying the next", async () => {
  let said = 0;
  const announcer = new Announcer(() => {
    said += 1;
    return Promise.reject(new Error("the database is away"));
  }, 1);
  announcer.announce();
  announcer.announce();
  await announcer.drain();
  expect(said).toBe(2);
});
