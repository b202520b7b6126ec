import { type ChildProcess, fork } from "node:child_process";
import cluster from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Env } from "#lib/platform/env";
import { type Group, groupOf, tellOfGroup } from "./group.ts";
import { listen, ListenError } from "./http-server.ts";
import { keepChild, type KeptChild } from "./keep-child.ts";
import type { ProcessFacts } from "./process-parts.ts";
import { Refused } from "./process-talk.ts";

export interface Children {
  readonly group: Group;
  /** Where the pages answer. */
  readonly socketPath: string;
  /** The port that the doors share; resolves when all of them listen. Rejects as `listen` does. */
  readonly doorsListen: () => Promise<number>;
  /** Gives all of them what they wait for; resolves when they serve. */
  readonly open: (facts: ProcessFacts) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const program = path.join(import.meta.dirname, "child-main.ts");
const startLimitMs = 120_000;

/**
 * The processes beside the first one: one that renders pages, and `doors` that take messages on one port, where there are
 * more than one. They are started at once, load what they need while the first one opens the database, and wait for it.
 */
export function startChildren(env: Env, doors: number): Children {
  // Nobody else may enter it.
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-"));
  const socketPath = path.join(folder, "pages.sock");
  const factsKnown = Promise.withResolvers<ProcessFacts>();
  const children: KeptChild[] = [];
  const group = groupOf({ name: "main", takesMessages: doors === 0 }, () => children);
  const answer = (question: string): Promise<unknown> => tellOfGroup(group, question);
  let port = env.port;

  const openDoor = (index: number): { readonly listens: Promise<void> } => {
    const name = `door-${String(index)}`;
    const listening = Promise.withResolvers<void>();
    const child = keepChild({
      name,
      spawn: spawnDoor,
      answer,
      open: async (talk) => {
        try {
          await talk.ask("listen", { name, env, port }, startLimitMs);
          listening.resolve();
        } catch (error) {
          const told = error instanceof Refused && error.name === "ListenError" ? new ListenError(error.message) : error;
          listening.reject(told);
          throw told;
        }
        await talk.ask("open door", { facts: await factsKnown.promise, socketPath }, startLimitMs);
      },
    });
    children.push(child);
    return { listens: listening.promise };
  };

  return {
    group,
    socketPath,
    doorsListen: async () => {
      if (port === 0) port = await freePort(env.host);
      await Promise.all(Array.from({ length: doors }, (_, index) => openDoor(index + 1).listens));
      return port;
    },
    open: async (facts) => {
      children.push(
        keepChild({
          name: "pages",
          spawn: () => fork(program),
          answer,
          open: async (talk) => {
            // One that was killed left it.
            rmSync(socketPath, { force: true });
            await talk.ask("open pages", { facts, socketPath }, startLimitMs);
          },
        }),
      );
      factsKnown.resolve(facts);
      await Promise.all(children.map(({ ready }) => ready));
    },
    stop: async () => {
      await Promise.all(children.map((child) => child.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** "Any port" is one port for all of them, also for one that is started again when no other is left to hold it. */
async function freePort(host: string): Promise<number> {
  const probe = await listen(host, 0, { dev: false, onError: () => undefined });
  await probe.close();
  return probe.port;
}

function spawnDoor(): ChildProcess {
  cluster.setupPrimary({ exec: program, args: [] });
  return cluster.fork().process;
}
