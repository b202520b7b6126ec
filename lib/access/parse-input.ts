import type { z } from "zod";
import { type FieldError, Problem } from "#lib/platform/problem";

/** The parsed input, or `Problem("bad_input")` that names every wrong field. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown, detail = "Some fields are not as they should be."): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Problem("bad_input", detail, { errors: fieldErrors(result.error.issues) });
}

/** Zod's issues as paths and messages; an unknown field is named by its own path. Never repeats the value. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "There is no such field here." }));
    }
    return [{ path: path.join("."), message: issue.message }];
  });
}
