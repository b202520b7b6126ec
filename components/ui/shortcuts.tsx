"use client";

import { useEffect, useState } from "react";
import { Dialog } from "./dialog.tsx";

const shortcuts = [
  ["⌘K or Ctrl K", "Go to a page, a source or a transaction, search by reference"],
  ["/", "Search"],
  ["f", "Filter the list"],
  ["j and k", "Next and previous row"],
  ["Enter", "Open the row"],
  ["r", "Replay the event, or the list of events"],
  ["?", "This help"],
  ["Esc", "Close what is open"],
] as const;

/** The keys of lists and pages. Silent while somebody types, and while a dialog is open. */
export function Shortcuts({ onSearch }: { readonly onSearch: () => void }) {
  const [helpOpen, setHelpOpen] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        onSearch();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]") !== null) return;
      const act = actions(onSearch, () => setHelpOpen(true))[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onSearch]);

  return (
    <Dialog open={helpOpen} onClose={() => setHelpOpen(false)} title="Keyboard">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-2">
        {shortcuts.map(([keys, meaning]) => (
          <div key={keys} className="contents">
            <dt className="font-mono text-xs leading-5">{keys}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function actions(search: () => void, help: () => void): Readonly<Record<string, () => void>> {
  return { "/": search, "?": help, j: () => moveRow(1), k: () => moveRow(-1), f: () => document.querySelector<HTMLElement>("[data-filter]")?.focus(), r: () => document.querySelector<HTMLElement>("[data-replay]")?.click() };
}

function moveRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(".row-link")];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next]?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
