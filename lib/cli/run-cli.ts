import { EmbeddedServerError } from "#lib/platform/database/embedded-server-error";
import { EnvironmentError } from "#lib/platform/env";
import { Problem } from "#lib/platform/problem";
import { writeJson } from "#lib/platform/raw-json";
import { CliError } from "./cli-error.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";
import { commands } from "./commands.ts";
import { helpOf, parseCommandLine } from "./parse-command-line.ts";
import { progressBar, type ProgressScreen } from "./progress-bar.ts";

export interface Terminal {
  readonly out: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly screen: ProgressScreen;
  readonly now: () => number;
}

/** Runs one command line. Returns the exit code: 0 done, 1 not done, 2 the command line was wrong. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words;
  const json = rest.includes("--json");
  try {
    if (name === undefined || name === "--help" || name === "help") {
      terminal.out(overview());
      return name === undefined ? 2 : 0;
    }
    const entry = commands.find((command) => command.name === name);
    if (entry === undefined) throw new UsageError(`There is no command "${name}". There are: ${commands.map((command) => command.name).join(", ")}.`);
    return await runCommand(await entry.load(), rest, terminal);
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === null) throw error;
    terminal.complain(sentence);
    if (json) terminal.out(writeJson({ error: sentence }));
    return error instanceof UsageError || (error instanceof Problem && error.kind === "bad_input") ? 2 : 1;
  }
}

async function runCommand(command: CliCommand, words: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseCommandLine(command, words);
  if (parsed.help) {
    for (const line of helpOf(command)) terminal.out(line);
    return 0;
  }
  const progress = progressBar({ ...terminal.screen, isTTY: terminal.screen.isTTY && !parsed.json }, terminal.now);
  try {
    const outcome = await command.run({ positionals: parsed.positionals, options: parsed.options, progress });
    progress.end();
    if (parsed.json) terminal.out(writeJson(outcome.json));
    else for (const line of outcome.lines) terminal.out(line);
    return outcome.exitCode;
  } finally {
    progress.end();
  }
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return ["npm run cli -- <command> [--help]", "", ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)].join("\n");
}

/** Errors that a person can act on, in words; `null` for our own mistakes, whose stack should be seen. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof Problem) return [error.message, ...error.errors.map(({ path, message }) => `  ${path}: ${message}`)].join("\n");
  const known = error instanceof UsageError || error instanceof CliError || error instanceof EnvironmentError || error instanceof EmbeddedServerError;
  return known ? error.message : null;
}
