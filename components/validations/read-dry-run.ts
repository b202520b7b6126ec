import { dryRunShape, type DryRun } from "#lib/validations/dry-run-shape";
import { parseExactJson } from "../exact-json.ts";

/** The answer of a dry run, amounts exact; `null` where it is none. */
export function readDryRun(text: string): DryRun | null {
  return dryRunShape.safeParse(parseExactJson(text)).data ?? null;
}
