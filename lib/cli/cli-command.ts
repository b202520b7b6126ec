import type { OptionValues } from "./option-values.ts";
import type { Progress } from "./progress-bar.ts";

export interface CliOption {
  readonly type: "string" | "boolean";
  /** May be given several times. */
  readonly multiple?: boolean;
  /** What stands for the value in the help, such as `url`. */
  readonly value?: string;
  readonly help: string;
}

export interface CliCall {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly progress: Progress;
}

/** What a command says at its end: lines for people, one JSON value for scripts (`--json`). */
export interface CliOutcome {
  /** 0: done; 1: not done, and the lines say why. */
  readonly exitCode: 0 | 1;
  readonly lines: readonly string[];
  readonly json: unknown;
}

export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** Names of the words that follow the command; all are required. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, CliOption>>;
  /** Further lines of the help: examples, meanings. */
  readonly notes?: readonly string[];
  readonly run: (call: CliCall) => Promise<CliOutcome>;
}
