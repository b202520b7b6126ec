import type { DryRun } from "#lib/validations/dry-run-shape";
import { formatCount } from "../ui/money-format.ts";

/** The answer of a dry run in words. */
export function dryRunAnswer({ attempts, would, newlyDeclined, newlyApproved, unknown }: DryRun): string {
  if (attempts === 0) return "No attempt is recorded in this time: there is nothing to try these rules on.";
  const sentences = [`It would have declined ${formatCount(would.decline)} of ${formatCount(attempts)}.`];
  if (newlyDeclined === 0 && newlyApproved === 0) sentences.push(unknown === 0 ? "Each of them was decided the same then." : "All others were decided the same then.");
  if (newlyDeclined > 0) sentences.push(`${formatCount(newlyDeclined)} of these went through then.`);
  if (newlyApproved > 0) sentences.push(`${formatCount(newlyApproved)} that ${newlyApproved === 1 ? "was" : "were"} declined then would go through.`);
  if (unknown > 0) sentences.push(`${formatCount(unknown)} would be handed over to your own URL: what that would say, nobody knows.`);
  return sentences.join(" ");
}
