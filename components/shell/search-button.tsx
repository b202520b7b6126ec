"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import type { Role } from "#lib/access/permissions";
import { Shortcuts } from "../ui/shortcuts.tsx";

/** In a script of its own, fetched when it is first opened. */
const CommandPalette = dynamic(() => import("./command-palette.tsx").then((module) => module.CommandPalette), { ssr: false });

/** Opens the palette; so do ⌘K and /. */
export function SearchButton({ role }: { readonly role: Role }) {
  const [state, setState] = useState<"never" | "open" | "closed">("never");
  const open = useCallback(() => setState("open"), []);
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Meta+K Control+K /"
        onClick={open}
        className="flex h-8 items-center gap-2 rounded-md border bg-page px-2.5 text-sm text-soft hover:bg-hover max-md:size-10 max-md:justify-center max-md:border-transparent max-md:px-0 lg:w-52"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left max-lg:sr-only">Search</span>
        <kbd aria-hidden className="font-mono text-xs max-lg:hidden">⌘K</kbd>
      </button>
      {state === "never" ? null : <CommandPalette open={state === "open"} onClose={() => setState("closed")} role={role} />}
      <Shortcuts onSearch={open} />
    </>
  );
}
