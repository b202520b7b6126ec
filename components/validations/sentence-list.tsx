import type { RuleSet } from "#lib/validations/rule-set-shape";
import { fallbackSentence } from "#lib/validations/sentence";

/** A version as people read it: its rules in their order, the default last, then what happens when deciding breaks. */
export function SentenceList({ ruleSet: { rules, sentences, fallback, deadlineMs } }: { readonly ruleSet: Pick<RuleSet, "rules" | "sentences" | "fallback" | "deadlineMs"> }) {
  return (
    <div className="flex flex-col gap-3 rounded-md border p-4">
      <ol className="flex flex-col gap-3">
        {sentences.map((sentence, at) => (
          <li key={rules[at]?.name ?? "otherwise"} className="flex gap-3">
            <span className="tabular w-6 shrink-0 text-right text-soft">{rules[at] === undefined ? "" : at + 1}</span>
            <span className="flex min-w-0 flex-col">
              {rules[at] === undefined ? null : <span className="font-medium break-words">{rules[at].name}</span>}
              <span className="break-words">{sentence}</span>
            </span>
          </li>
        ))}
      </ol>
      <p className="border-t pt-3 text-sm break-words text-soft">
        {fallbackSentence(fallback)} The answer leaves within <span className="tabular">{deadlineMs}</span> ms.
      </p>
    </div>
  );
}
