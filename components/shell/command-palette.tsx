"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import type { Role } from "#lib/access/permissions";
import { apiCall, memberOf, textMember } from "../api-call.ts";
import { classNames } from "../ui/class-names.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useFoundTransactions } from "./found-transactions.ts";
import { findTargets, type PaletteSource, type PaletteTarget } from "./palette-targets.ts";

/** Goes to a page, a source, or whatever an id or a reference names. */
export function CommandPalette({ open, onClose, role }: { readonly open: boolean; readonly onClose: () => void; readonly role: Role }) {
  return (
    <Dialog open={open} onClose={onClose} title="Go to or search">
      <PaletteBody onClose={onClose} role={role} />
    </Dialog>
  );
}

function PaletteBody({ onClose, role }: { readonly onClose: () => void; readonly role: Role }) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const sources = useSources();
  const transactions = useFoundTransactions(query);
  const targets = useMemo(() => findTargets(query, sources, role, transactions), [transactions, query, sources, role]);
  const listId = useId();
  const current = Math.min(at, targets.length - 1);

  const go = (target: PaletteTarget | undefined) => {
    if (target === undefined) return;
    onClose();
    router.push(target.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((current + step + targets.length) % targets.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(targets[current]);
    }
  };

  return (
    <div className="flex flex-col gap-2">
      <input
        type="text"
        role="combobox"
        aria-label="Page, source, id or reference"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={`${listId}-${String(current)}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Page, source, id or reference"
        ref={(input) => input?.focus()}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-9 w-full rounded-md border border-edge bg-page px-2.5 max-md:h-11 max-md:text-[1rem]"
      />
      <ul id={listId} role="listbox" aria-label="Where to go" className="max-h-80 overflow-auto">
        {targets.map((target, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the focus stays in the input, which handles the keys of the chosen option
          <li
            key={target.href + target.text}
            id={`${listId}-${String(index)}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => go(target)}
            onPointerMove={() => setAt(index)}
            className={classNames("flex min-h-9 items-center justify-between gap-3 rounded-sm px-2.5", index === current && "bg-accent-wash text-accent")}
          >
            <span className="min-w-0 truncate">{target.text}</span>
            <span className="shrink-0 text-xs text-soft">{target.kind}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useSources(): readonly PaletteSource[] {
  const [sources, setSources] = useState<readonly PaletteSource[]>([]);
  useEffect(() => {
    let wanted = true;
    void apiCall("GET", "/sources?limit=200").then((result) => {
      const rows = result.ok ? memberOf(result.body, "data") : null;
      if (!wanted || !Array.isArray(rows)) return;
      setSources(rows.flatMap((row: unknown) => asSource(row) ?? []));
    });
    return () => {
      wanted = false;
    };
  }, []);
  return sources;
}

function asSource(row: unknown): PaletteSource | null {
  const id = textMember(row, "id");
  const name = textMember(row, "name");
  return id === null || name === null ? null : { id, name };
}
