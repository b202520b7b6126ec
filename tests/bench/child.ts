import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "#lib/platform/env";

export const projectDir = path.resolve(import.meta.dirname, "../..");

export interface Child {
  readonly pid: number;
  /** Waits for a line of its output that matches; fails when it ends first. */
  readonly line: (pattern: RegExp, limitMs: number) => Promise<RegExpExecArray>;
  /** Everything it printed, once it has ended with code 0. */
  readonly output: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Starts Node (the one that runs us) on a script of this project. */
export function startNode(words: readonly string[], env: Readonly<Record<string, string>>, cwd = projectDir): Child {
  const child = spawn(process.execPath, [...words], { cwd, env: childEnv(env), stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const failed = (what: string): Error => new Error(`${words.join(" ")} ${what}:\n${complaints}${printed.slice(-3000)}`);
  return {
    pid: child.pid ?? 0,
    line: async (pattern, limitMs) => {
      for (const deadlineMs = Date.now() + limitMs; Date.now() < deadlineMs; await sleep(20)) {
        const found = pattern.exec(printed);
        if (found !== null) return found;
        if (child.exitCode !== null) throw failed(`ended with ${String(child.exitCode)}`);
      }
      throw failed(`said nothing like ${String(pattern)} in ${String(limitMs / 1000)} s`);
    },
    output: async () => {
      const code = await ended;
      if (code !== 0) throw failed(`ended with ${String(code)}`);
      return printed;
    },
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const cut = setTimeout(() => child.kill("SIGKILL"), 12_000);
  await ended;
  clearTimeout(cut);
}
