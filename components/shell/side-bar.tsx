"use client";

import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { keepPreference } from "../ui/keep-preference.ts";
import { IconButton } from "../ui/button.tsx";
import type { Role } from "#lib/access/permissions";
import { Brand } from "./brand.tsx";
import { NavLinks } from "./nav-links.tsx";

/** The side navigation of wide screens; folds to its icons and remembers it. */
export function SideBar({ role, openAlerts, startsSmall }: { readonly role: Role; readonly openAlerts: number; readonly startsSmall: boolean }) {
  const [small, setSmall] = useState(startsSmall);
  const fold = () => {
    const next = small ? "wide" : "small";
    document.documentElement.dataset.nav = next;
    keepPreference("nav", next);
    setSmall(!small);
  };
  return (
    <aside className="sticky top-0 flex h-dvh w-56 shrink-0 flex-col gap-4 border-r bg-panel p-3 max-md:hidden nav-small:w-14">
      <Link href="/" className="flex h-8 items-center px-1">
        <Brand foldable />
      </Link>
      <NavLinks role={role} openAlerts={openAlerts} foldable />
      <IconButton label={small ? "Widen the navigation" : "Fold the navigation"} onClick={fold} className="mt-auto">
        <PanelLeft aria-hidden className="size-4" />
      </IconButton>
    </aside>
  );
}
