"use client";

import { Menu as MenuIcon } from "lucide-react";
import { useState } from "react";
import type { Role } from "#lib/access/permissions";
import { IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { NavLinks } from "./nav-links.tsx";

/** The navigation of a phone: a drawer. */
export function PhoneNavigation({ role, openAlerts }: { readonly role: Role; readonly openAlerts: number }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="md:hidden">
      <IconButton label="Open the navigation" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden className="size-5" />
      </IconButton>
      <Dialog open={open} onClose={() => setOpen(false)} title="Countersign" side="left">
        <NavLinks role={role} openAlerts={openAlerts} onNavigate={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}
