import { readNamedVariable } from "#lib/platform/env";
import { UsageError } from "./usage-error.ts";

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** Options as they were given, asked for by name. Every complaint is a `UsageError`. */
export class OptionValues {
  private readonly values: Values;

  constructor(values: Values) {
    this.values = values;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | null {
    const value = this.values[name];
    return typeof value === "string" ? value : null;
  }

  list(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === null || value === "") throw new UsageError(`--${name} is missing.`);
    return value;
  }

  /** One of `choices`; the first where the option was left out. */
  choice<const Choices extends readonly [string, ...string[]]>(name: string, choices: Choices): Choices[number] {
    const value = this.text(name);
    if (value === null) return choices[0];
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new UsageError(`--${name} is "${value}", but should be one of: ${choices.join(", ")}.`);
    return found;
  }

  wholeNumber(name: string, bounds: { readonly min: number; readonly max: number }): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= bounds.min && number <= bounds.max) return number;
    throw new UsageError(`--${name} is "${value}", but should be a whole number from ${String(bounds.min)} to ${String(bounds.max)}.`);
  }

  /** The value of the environment variable that the option names; `null` where the option was left out. */
  namedVariable(name: string): string | null {
    return this.namedVariables(name)[0] ?? null;
  }

  /** The values of the environment variables that the option names, so that secrets stay out of process lists. */
  namedVariables(name: string): readonly string[] {
    const given = this.text(name);
    return [...(given === null ? [] : [given]), ...this.list(name)].map((variable) => {
      const value = readNamedVariable(variable);
      if (value === null) throw new UsageError(`--${name} names the variable ${variable}, which is not set or is empty.`);
      return value;
    });
  }
}
