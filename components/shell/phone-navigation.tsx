"use client";

import { Menu as MenuIcon } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { NavLinks } from "./nav-links.tsx";

/** The navigation of a phone: a drawer. */
export function PhoneNavigation() {
  const [open, setOpen] = useState(false);
  return (
    <div className="md:hidden">
      <IconButton label="Open the navigation" onClick={() => setOpen(true)}>
        <MenuIcon aria-hidden className="size-5" />
      </IconButton>
      <Dialog open={open} onClose={() => setOpen(false)} title="Countersign" side="left">
        <NavLinks onNavigate={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}
