"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { classNames } from "./class-names.ts";
import { CodeBlock } from "./code-block.tsx";

export interface CodeTab {
  readonly key: string;
  readonly name: string;
  readonly fileName: string;
  readonly code: string;
}

/** The same in several languages, one at a time; arrow keys move between them. */
export function CodeTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly [CodeTab, ...CodeTab[]] }) {
  const id = useId();
  const [chosen, setChosen] = useState(tabs[0].key);
  const current = tabs.find(({ key }) => key === chosen) ?? tabs[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs.at((tabs.indexOf(current) + step) % tabs.length);
    if (next === undefined) return;
    setChosen(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the chosen tab inside has the focus */}
      <div role="tablist" aria-label={label} onKeyDown={onKeyDown} className="flex flex-wrap gap-1">
        {tabs.map(({ key, name }) => (
          <button
            key={key}
            id={`${id}-${key}`}
            type="button"
            role="tab"
            aria-selected={key === current.key}
            aria-controls={`${id}-panel`}
            tabIndex={key === current.key ? 0 : -1}
            onClick={() => setChosen(key)}
            className={classNames("h-7 rounded-md px-2.5 text-sm font-medium max-md:h-10", key === current.key ? "bg-accent-wash text-accent" : "text-soft hover:bg-hover hover:text-ink")}
          >
            {name}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${current.key}`}>
        <CodeBlock text={current.code} what={current.fileName} label={current.fileName} />
      </div>
    </div>
  );
}
