"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { IconButton, Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { ActionEditor } from "./action-editor.tsx";
import { ConditionEditor } from "./condition-editor.tsx";
import type { KnownList } from "./known-list.ts";
import type { FormRule } from "./rule-form.ts";

interface RuleCardProps {
  readonly rule: FormRule;
  readonly at: number;
  readonly count: number;
  readonly lists: readonly KnownList[];
  /** As people read it; `null` while it means nothing yet. */
  readonly sentence: string | null;
  readonly open: boolean;
  readonly errorOf: (path: string) => string | undefined;
  readonly onOpen: (open: boolean) => void;
  readonly onChange: (rule: FormRule) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One rule: its sentence, and the form behind it. */
export function RuleCard({ rule, at, count, lists, sentence, open, errorOf, onOpen, onChange, onMove, onRemove }: RuleCardProps) {
  const path = `rules.${String(at)}`;
  const moved = useRef<"up" | "down" | null>(null);
  const root = useRef<HTMLLIElement>(null);
  // Moving takes the focus out of the page for a moment: it goes back to the button that was pressed, or to its neighbour at the end.
  useEffect(() => {
    if (moved.current === null) return;
    const wanted = root.current?.querySelector<HTMLButtonElement>(`[data-move=${moved.current}]`);
    const other = root.current?.querySelector<HTMLButtonElement>("[data-move]:not(:disabled)");
    (wanted?.disabled === false ? wanted : other)?.focus();
    moved.current = null;
  }, [at]);
  const move = (to: number, way: "up" | "down") => {
    moved.current = way;
    onMove(to);
  };
  const nameError = errorOf(`${path}.name`);
  return (
    <li ref={root} className="flex flex-col gap-3 rounded-md border p-3">
      <div className="flex items-start gap-2 max-md:flex-wrap">
        <span className="tabular mt-1.5 w-6 shrink-0 text-right text-sm text-soft">{at + 1}</span>
        <div className="flex min-w-0 flex-1 flex-col gap-0.5 py-1 max-md:basis-2/3">
          <h3 className="font-medium break-words">{rule.name === "" ? "A rule without a name" : rule.name}</h3>
          {sentence === null ? <p className="text-sm text-warn">Not finished yet.</p> : <p className="text-sm break-words text-soft">{sentence}</p>}
        </div>
        <div className="flex shrink-0 max-md:w-full max-md:justify-end">
          <IconButton data-move="up" label={`Move “${rule.name}” up`} disabled={at === 0} onClick={() => move(at - 1, "up")}>
            <ArrowUp aria-hidden className="size-4" />
          </IconButton>
          <IconButton data-move="down" label={`Move “${rule.name}” down`} disabled={at === count - 1} onClick={() => move(at + 1, "down")}>
            <ArrowDown aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={open ? `Close “${rule.name}”` : `Edit “${rule.name}”`} aria-expanded={open} onClick={() => onOpen(!open)}>
            <Pencil aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={`Remove “${rule.name}”`} onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </div>
      </div>
      {errorOf(`${path}.when`) === undefined || open ? null : <p className="pl-8 text-sm text-bad">{errorOf(`${path}.when`)}</p>}
      {open ? (
        <div className="flex flex-col gap-4 border-t pt-3 md:pl-8">
          <TextField label="Name" value={rule.name} maxLength={100} onChange={(event) => onChange({ ...rule, name: event.target.value })} error={nameError} hint="Decisions name the rule that made them." />
          <div className="flex flex-col gap-2">
            <span className="text-sm font-medium">If</span>
            <p className="text-sm text-soft">What a payment does not say meets no condition, “is not” included: “not” in front of it takes those payments in.</p>
            <ConditionEditor condition={rule.when} lists={lists} path={`${path}.when`} errorOf={errorOf} onChange={(when) => onChange({ ...rule, when })} />
          </div>
          <ActionEditor label="Then" action={rule.then} path={`${path}.then`} errorOf={errorOf} onChange={(then) => onChange({ ...rule, then })} />
          <div>
            <Button look="quiet" onClick={() => onOpen(false)}>
              Close
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
