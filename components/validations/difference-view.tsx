import { ArrowUpDown, Minus, Pencil, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { isSame, type RuleChange, type RuleSetDifference } from "#lib/validations/rule-set-difference";
import { actionSentence, defaultSentence, type ListName, ruleSentence } from "#lib/validations/sentence";

const looks = {
  added: { icon: Plus, word: "New", ink: "text-good" },
  removed: { icon: Minus, word: "Gone", ink: "text-bad" },
  changed: { icon: Pencil, word: "Changed", ink: "text-warn" },
  moved: { icon: ArrowUpDown, word: "Moved", ink: "text-accent" },
} as const;

/** What one version says otherwise than another, rule by rule, in sentences. */
export function DifferenceView({ difference, listName }: { readonly difference: RuleSetDifference; readonly listName: ListName }) {
  const { rules, closing, fallback, deadline } = difference;
  if (isSame(difference)) return <p className="text-soft">Nothing: both say the same.</p>;
  return (
    <ul className="flex flex-col divide-y rounded-md border">
      {rules.map((change) => (
        <Entry key={`${change.kind} ${change.name}`} kind={change.kind} title={`${change.name}${placeOf(change)}`}>
          {change.kind === "added" ? <p>{ruleSentence(change.after, listName)}</p> : null}
          {change.kind === "removed" ? <Before>{ruleSentence(change.before, listName)}</Before> : null}
          {change.kind === "changed" ? (
            <>
              <Before>{ruleSentence(change.before, listName)}</Before>
              <p>{ruleSentence(change.after, listName)}</p>
            </>
          ) : null}
        </Entry>
      ))}
      {closing === null ? null : (
        <Entry kind="changed" title="Where no rule matches">
          <Before>{defaultSentence(closing.before)}</Before>
          <p>{defaultSentence(closing.after)}</p>
        </Entry>
      )}
      {fallback === null ? null : (
        <Entry kind="changed" title="Where no decision can be made in time">
          <Before>{actionSentence(fallback.before)}</Before>
          <p>{actionSentence(fallback.after)}</p>
        </Entry>
      )}
      {deadline === null ? null : (
        <Entry kind="changed" title="Deadline">
          <Before>{`${String(deadline.before)} ms`}</Before>
          <p>{deadline.after} ms</p>
        </Entry>
      )}
    </ul>
  );
}

function Entry({ kind, title, children }: { readonly kind: RuleChange["kind"]; readonly title: string; readonly children: ReactNode }) {
  const { icon: Icon, word, ink } = looks[kind];
  return (
    <li className="flex gap-3 p-3">
      <span className={`flex w-24 shrink-0 items-center gap-1.5 self-start text-sm font-medium ${ink}`}>
        <Icon aria-hidden className="size-4" />
        {word}
      </span>
      <div className="flex min-w-0 flex-col gap-1 break-words">
        <p className="font-medium">{title}</p>
        {children}
      </div>
    </li>
  );
}

function Before({ children }: { readonly children: string }) {
  return (
    <p className="text-soft line-through">
      <span className="sr-only">Before: </span>
      {children}
    </p>
  );
}

function placeOf(change: RuleChange): string {
  if (change.kind === "moved" || (change.kind === "changed" && change.isMoved)) return `, from place ${String(change.from)} to ${String(change.to)}`;
  return "";
}
