import { parseArgs } from "node:util";
import type { CliCommand, CliOption } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";
import { OptionValues } from "./option-values.ts";

/** Options that every command has. */
export const commonOptions: Readonly<Record<string, CliOption>> = {
  json: { type: "boolean", help: "print one JSON value instead of text" },
  help: { type: "boolean", help: "say how this command is used" },
};

export interface ParsedCommandLine {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the words after the command's name. Throws `UsageError` with one sentence. */
export function parseCommandLine(command: CliCommand, words: readonly string[]): ParsedCommandLine {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...commonOptions }).map(([name, option]) => [name, { type: option.type, multiple: option.multiple === true }]),
  );
  const { values, positionals } = read(command, words, options);
  const parsed = { positionals, options: new OptionValues(values), json: values["json"] === true, help: values["help"] === true };
  if (parsed.help) return parsed;
  const missing = command.positionals[positionals.length];
  if (missing !== undefined) throw new UsageError(`${command.name} needs a ${missing}: ${usageOf(command)}`);
  const extra = positionals[command.positionals.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many for ${command.name}: ${usageOf(command)}`);
  return parsed;
}

type Parsed = ReturnType<typeof parseArgs<{ options: Record<string, { type: "string" | "boolean"; multiple: boolean }>; strict: true; allowPositionals: true }>>;

function read(command: CliCommand, words: readonly string[], options: Record<string, { type: "string" | "boolean"; multiple: boolean }>): Parsed {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw explain(error, command);
  }
}

function explain(error: unknown, command: CliCommand): unknown {
  if (!(error instanceof TypeError) || !("code" in error)) return error;
  const name = /'(?:-\w, )?(-{1,2}[^'\s=]+)/.exec(error.message)?.[1] ?? "an option";
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const known = Object.keys({ ...command.options, ...commonOptions }).map((option) => `--${option}`);
    return new UsageError(`${name} is not an option of ${command.name}. Its options: ${known.join(", ")}.`);
  }
  if (error.code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return error;
  const option = command.options[name.replace(/^--/, "")];
  if (option?.type !== "string") return new UsageError(`${name} takes no value.`);
  return new UsageError(`${name} needs a value. One that starts with a hyphen is written ${name}=-value.`);
}

export function usageOf(command: CliCommand): string {
  const hasOptions = Object.keys(command.options).length > 0;
  return ["npm run cli --", command.name, ...command.positionals.map((name) => `<${name}>`), ...(hasOptions ? ["[options]"] : [])].join(" ");
}

/** The help of one command. */
export function helpOf(command: CliCommand): readonly string[] {
  const rows = Object.entries({ ...command.options, ...commonOptions }).map(([name, option]): [string, string] => {
    const value = option.value !== undefined ? ` <${option.value}>` : "";
    return [`--${name}${value}`, `${option.help}${option.multiple === true ? " (may be repeated)" : ""}`];
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  const notes = command.notes ?? [];
  return [`${command.name}: ${command.summary}`, "", `  ${usageOf(command)}`, "", ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`), ...(notes.length > 0 ? ["", ...notes] : [])];
}
