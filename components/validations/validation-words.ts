import type { Validation, VelocityReading } from "#lib/validations/validation-shape";
import type { ValidationStats } from "#lib/validations/validation-stats-shape";
import { durationWords } from "#lib/validations/sentence";
import { formatMs } from "../ui/duration-format.ts";
import { formatCount } from "../ui/money-format.ts";

/** The figures in a sentence. */
export function statsAnswer({ total, approved, fallbacks, withoutRules, complete }: ValidationStats, isLastDay: boolean): string {
  const time = isLastDay ? "in the last 24 hours" : "in this time";
  const sum = `${formatCount(approved)} of ${complete ? "" : "the latest "}${formatCount(total)} were approved ${time}`;
  const parts = [
    ...(fallbacks === 0 ? [] : [`${formatCount(fallbacks)} by the fallback, because deciding broke or your own URL did not answer`]),
    ...(withoutRules === 0 ? [] : [`${withoutRules === total ? "all" : formatCount(withoutRules)} while no version of the rules was active`]),
  ];
  return `${sum}; ${parts.length === 0 ? "each by the rules" : parts.join(", and ")}.`;
}

export function percentWords(rate: number | null): string {
  if (rate === null) return "–";
  const percent = rate * 100;
  return `${percent >= 99.95 || percent === Math.round(percent) ? String(Math.round(percent)) : percent.toFixed(1)} %`;
}

/** A decision in words: what was said, by what, and how quickly. */
export function decisionAnswer({ action, rule, version, fallbackUsed, durationMs, handOver }: Validation): string {
  const said = action === "approve" ? "Approved" : "Declined";
  const time = `in ${formatMs(durationMs)}`;
  if (fallbackUsed) return `${said} ${time} by the fallback${version === null ? "" : ` of version ${String(version)}`}: ${handOver === null ? "the rules could not be followed to their end." : "your own URL did not answer as it should."}`;
  if (version === null) return `${said} ${time}: no version of the rules was active.`;
  const by = rule === null ? `no rule of version ${String(version)} matched, and this is what it says otherwise` : `by the rule “${rule}” of version ${String(version)}`;
  return `${said} ${time}: ${by}${handOver === null ? "." : ", which asks your own URL."}`;
}

const keyWords = { customer: "this customer", card: "this card", country: "this country" } as const;

/** "Approved payments of this card within 10 minutes". */
export function velocityWords({ measure, per, withinSeconds }: VelocityReading): string {
  return `${measure === "count" ? "Approved payments" : "Sum of approved payments (minor units)"} of ${keyWords[per]} within ${durationWords(withinSeconds)}`;
}

const outcomes: Readonly<Record<NonNullable<Validation["handOver"]>["outcome"], string>> = {
  answered: "It answered.",
  timeout: "It did not answer in time: make it answer sooner, or set a longer deadline.",
  dns: "Its name could not be looked up: check the URL and its name servers.",
  connect: "It could not be reached: check that it runs and takes connections.",
  tls: "Its certificate was not accepted: check that it is valid for this name.",
  refused_address: "Its name leads to an address that must not be called: it is not public.",
  reset: "It broke the connection off before it answered.",
  too_large: "Its answer was larger than any decision is.",
  malformed: 'Its answer was not one: it takes {"action": "approve"}, or {"action": "decline"} with a status and a description that a customer may read.',
  wrong_status: "It answered with another HTTP status than 200.",
};

/** What came of asking the merchant's own URL, why, and what to do. */
export function handOverWords(outcome: NonNullable<Validation["handOver"]>["outcome"]): string {
  return outcomes[outcome];
}
