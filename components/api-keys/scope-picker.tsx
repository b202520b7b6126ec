"use client";

import { useId } from "react";
import { Button } from "../ui/button.tsx";
import { groupScopes, type ScopeGroup } from "./scope-words.ts";

interface ScopePickerProps {
  /** What the maker may give away. */
  readonly offered: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** What a key may do, by noun and verb. */
export function ScopePicker({ offered, chosen, onChange }: ScopePickerProps) {
  const toggle = (scope: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(scope);
    else next.delete(scope);
    onChange(next);
  };
  const readers = offered.filter((scope) => scope.endsWith(":read") && scope !== "personal:read");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">It may</legend>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onChange(new Set([...chosen, ...readers]))}>Read everything but personal data</Button>
        {chosen.size === 0 ? null : (
          <Button look="quiet" onClick={() => onChange(new Set())}>
            Clear
          </Button>
        )}
      </div>
      <div className="flex flex-col rounded-md border">
        {groupScopes(offered).map((group) => (
          <Noun key={group.noun} group={group} chosen={chosen} toggle={toggle} />
        ))}
      </div>
    </fieldset>
  );
}

function Noun({ group, chosen, toggle }: { readonly group: ScopeGroup; readonly chosen: ReadonlySet<string>; readonly toggle: (scope: string, on: boolean) => void }) {
  return (
    <fieldset className="border-b px-3 py-2 last:border-b-0">
      <legend className="sr-only">{group.title}</legend>
      <div className="grid gap-x-3 gap-y-1 sm:grid-cols-[7.5rem_minmax(0,1fr)]">
        <span aria-hidden className="pt-1 text-sm font-medium">
          {group.title}
        </span>
        <div className="flex flex-col">
          {group.scopes.map(({ scope, says }) => (
            <Scope key={scope} scope={scope} says={says} checked={chosen.has(scope)} onChange={(on) => toggle(scope, on)} />
          ))}
        </div>
      </div>
    </fieldset>
  );
}

function Scope({ scope, says, checked, onChange }: { readonly scope: string; readonly says: string; readonly checked: boolean; readonly onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <span className="flex items-start gap-2 py-1 max-md:py-2">
      <input id={id} type="checkbox" name="scope" value={scope} checked={checked} onChange={(event) => onChange(event.target.checked)} className="mt-0.5 size-4 shrink-0 accent-(--color-accent-solid)" />
      <label htmlFor={id} className="flex min-w-0 flex-col text-sm">
        {says}
        <code className="font-mono text-xs text-soft">{scope}</code>
      </label>
    </span>
  );
}
