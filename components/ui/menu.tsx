"use client";

import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface MenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly triggerClassName?: string;
  readonly children: ReactNode;
}

/** A button that opens a list of actions; arrow keys move, Escape and a click beside it close. */
export function Menu({ label, trigger, triggerClassName, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      if (event.key === "Escape") button.current?.focus();
      return;
    }
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items.at(next % items.length)?.focus();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys are handled here for the focused items inside
    <div ref={root} className="relative" onKeyDown={onKeyDown}>
      <button ref={button} type="button" aria-haspopup="menu" aria-expanded={open} aria-controls={open ? menuId : undefined} aria-label={label} title={label} className={triggerClassName} onClick={() => setOpen(!open)}>
        {trigger}
      </button>
      {open ? (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- only closes; the items inside have the focus and the keys
        <div id={menuId} role="menu" aria-label={label} onClick={() => setOpen(false)} className="absolute top-full right-0 z-40 mt-1 flex min-w-56 flex-col rounded-md border bg-raised p-1 shadow-float">
          {children}
        </div>
      ) : null}
    </div>
  );
}

export function MenuItem({ onSelect, checked, icon, children }: { readonly onSelect: () => void; /** For a choice of one among several. */ readonly checked?: boolean; readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={checked}
      tabIndex={-1}
      onClick={onSelect}
      className={classNames("flex min-h-8 items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover focus:bg-hover focus-visible:outline-none", checked === true && "font-medium text-accent")}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {checked === true ? <span aria-hidden>✓</span> : null}
    </button>
  );
}

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <div role="presentation" className="px-2 pt-2 pb-1 text-xs text-soft">
      {children}
    </div>
  );
}
