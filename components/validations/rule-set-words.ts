import type { RuleSet } from "#lib/validations/rule-set-shape";
import type { Tone } from "../ui/state-badge.tsx";

export const stateWords: Readonly<Record<RuleSet["state"], { readonly word: string; readonly tone: Tone }>> = {
  active: { word: "Active", tone: "good" },
  shadow: { word: "Runs beside", tone: "accent" },
  draft: { word: "Draft", tone: "warn" },
  retired: { word: "Former", tone: "neutral" },
};

/** "3 rules, then approve". */
export function shortWords({ rules, default: closing }: Pick<RuleSet, "rules" | "default">): string {
  const count = rules.length === 0 ? "No rules" : `${String(rules.length)} ${rules.length === 1 ? "rule" : "rules"}`;
  const end = closing.action === "approve" ? "approve" : closing.action === "decline" ? "decline" : "ask your own URL";
  return `${count}, otherwise ${end}`;
}
