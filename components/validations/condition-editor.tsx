"use client";

import { GitBranch, Plus, Timer, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { FieldLeaf, VelocityLeaf } from "./condition-leaf.tsx";
import type { KnownList } from "./known-list.ts";
import { type FormCondition, newCondition, newGroup, newVelocity } from "./rule-form.ts";

interface ConditionEditorProps {
  readonly condition: FormCondition;
  readonly lists: readonly KnownList[];
  /** Where it stands in the body, as refusals name it. */
  readonly path: string;
  readonly errorOf: (path: string) => string | undefined;
  readonly onChange: (condition: FormCondition) => void;
  /** Absent for the outermost one. */
  readonly onRemove?: () => void;
  readonly depth?: number;
}

const deepest = 4;
const groupWords = [
  { value: "all", text: "all of these hold" },
  { value: "any", text: "any of these holds" },
  { value: "not all", text: "not all of these hold" },
  { value: "not any", text: "none of these holds" },
];

/** Conditions and groups of them, each group a box of its own; every control is a plain one, so that the keyboard does it all. */
export function ConditionEditor({ condition, lists, path, errorOf, onChange, onRemove, depth = 0 }: ConditionEditorProps) {
  const inner = condition.not ? `${path}.not` : path;
  if (!("parts" in condition)) {
    const leaf = condition.kind === "field" ? <FieldLeaf condition={condition} lists={lists} path={inner} errorOf={errorOf} onChange={onChange} /> : <VelocityLeaf condition={condition} path={inner} errorOf={errorOf} onChange={onChange} />;
    return (
      <Line not={condition.not} onNot={() => onChange({ ...condition, not: !condition.not })} onRemove={onRemove}>
        {leaf}
      </Line>
    );
  }
  const { parts, kind } = condition;
  const setParts = (next: readonly FormCondition[]) => onChange({ ...condition, parts: next });
  return (
    <fieldset className={classNames("flex min-w-0 flex-col gap-2 border-l-2 pl-3", depth % 2 === 0 ? "border-accent" : "border-edge")}>
      <legend className="sr-only">{depth === 0 ? "Conditions" : "Group of conditions"}</legend>
      <div className="flex items-center gap-2">
        <select
          aria-label="How they hold"
          value={condition.not ? `not ${kind}` : kind}
          onChange={({ target: { value } }) => onChange({ ...condition, kind: value.endsWith("any") ? "any" : "all", not: value.startsWith("not ") })}
          className="h-8 rounded-md border border-edge bg-page px-2 text-sm font-medium max-md:h-10 max-md:text-[1rem]"
        >
          {groupWords.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        {onRemove === undefined ? null : (
          <IconButton label="Remove this group" onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
      {parts.map((part, at) => (
        <ConditionEditor
          key={part.key}
          condition={part}
          lists={lists}
          path={`${inner}.${kind}.${String(at)}`}
          errorOf={errorOf}
          depth={depth + 1}
          onChange={(next) => setParts(parts.map((other) => (other.key === part.key ? next : other)))}
          {...(parts.length > 1 || depth > 0 ? { onRemove: () => (parts.length > 1 ? setParts(parts.filter(({ key }) => key !== part.key)) : onRemove?.()) } : {})}
        />
      ))}
      <div className="flex flex-wrap gap-1">
        <Button look="quiet" onClick={() => setParts([...parts, newCondition()])}>
          <Plus aria-hidden className="size-4" />
          Condition
        </Button>
        <Button look="quiet" onClick={() => setParts([...parts, newVelocity()])}>
          <Timer aria-hidden className="size-4" />
          Velocity
        </Button>
        {depth + 1 < deepest ? (
          <Button look="quiet" onClick={() => setParts([...parts, newGroup(kind === "all" ? "any" : "all")])}>
            <GitBranch aria-hidden className="size-4" />
            Group
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}

function Line({ not, onNot, onRemove, children }: { readonly not: boolean; readonly onNot: () => void; readonly onRemove: (() => void) | undefined; readonly children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 max-md:rounded-md max-md:border max-md:p-2">
      <button type="button" aria-pressed={not} onClick={onNot} title="Turn this condition around" className={classNames("h-8 shrink-0 rounded-md border px-2 text-sm max-md:h-10", not ? "border-accent bg-accent-wash font-medium text-accent" : "border-edge text-soft hover:bg-hover")}>
        not
      </button>
      <div className="min-w-0 flex-1">{children}</div>
      {onRemove === undefined ? null : (
        <IconButton label="Remove this condition" onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
