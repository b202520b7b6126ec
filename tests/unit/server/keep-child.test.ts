import { spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { setLogLevel } from "#lib/platform/log";
import { keepChild, type KeptChild } from "#lib/server/keep-child";

const kept: KeptChild[] = [];
afterEach(() => Promise.all(kept.splice(0).map((child) => child.stop())));
setLogLevel("silent");

/** Answers everything with its process id, and ends when it is told to stop. */
const obedient = "process.on('message', ({ asks, number }) => { process.send({ tells: number, refused: null, answer: process.pid }); if (asks === 'stop') process.disconnect(); })";

function keep(program: string): KeptChild {
  const child = keepChild({
    name: "child",
    spawn: () => spawn(process.execPath, ["-e", program], { stdio: ["ignore", "ignore", "ignore", "ipc"] }),
    open: async (talk) => void (await talk.ask("open", null, 10_000)),
    answer: () => Promise.resolve(null),
    firstPauseMs: 1,
  });
  kept.push(child);
  return child;
}

test("a process that is killed is replaced by another one, each time, until it is told to stop", async () => {
  const child = keep(obedient);
  await child.ready;
  const pids = new Set<unknown>();
  for (let round = 1; round <= 3; round += 1) {
    await expect.poll(() => child.ask("who", 5_000).then((pid) => pids.has(pid), () => true), { timeout: 10_000 }).toBe(false);
    const pid = Number(await child.ask("who", 5_000));
    pids.add(pid);
    process.kill(pid, "SIGKILL");
  }
  expect(pids.size).toBe(3);
  await expect.poll(() => child.isRunning(), { timeout: 10_000 }).toBe(true);
  await child.stop();
  expect(child.isRunning()).toBe(false);
  await expect(child.ask("who", 1_000)).rejects.toThrow("does not run");
});

test("one that cannot even start once is told of, and not tried again", async () => {
  let starts = 0;
  const child = keepChild({
    name: "child",
    spawn: () => {
      starts += 1;
      return spawn(process.execPath, ["-e", "process.exit(3)"], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    },
    open: async (talk) => void (await talk.ask("open", null, 10_000)),
    answer: () => Promise.resolve(null),
    firstPauseMs: 1,
  });
  await expect(child.ready).rejects.toThrow("exit code 3");
  await child.stop();
  expect(starts).toBe(1);
});
