"use client";

import { CircleUser, LogOut, MonitorX, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { signOut } from "../access/sign-out.ts";
import type { Role } from "#lib/access/permissions";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Menu, MenuHeading, MenuItem } from "../ui/menu.tsx";
import { useToast } from "../ui/toast.tsx";

const roleWords: Record<Role, string> = { viewer: "Viewer", operator: "Operator", admin: "Admin" };

/** Who is signed in, and the ways out. */
export function AccountMenu({ name, role }: { readonly name: string; readonly role: Role }) {
  const toast = useToast();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const leave = async (everywhere: boolean) => {
    setBusy(true);
    const refusal = await signOut(everywhere);
    setBusy(false);
    if (refusal !== null) toast(refusal, "bad");
  };
  return (
    <>
      <Menu
        label={`Account of ${name}`}
        trigger={<CircleUser aria-hidden className="size-4.5" />}
        triggerClassName="flex size-8 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink max-md:size-10"
      >
        <MenuHeading>
          {name} · {roleWords[role]}
        </MenuHeading>
        <MenuItem icon={<UserRound aria-hidden className="size-4" />} onSelect={() => router.push("/account")}>
          Your account
        </MenuItem>
        <MenuItem icon={<LogOut aria-hidden className="size-4" />} onSelect={() => void leave(false)}>
          Sign out
        </MenuItem>
        <MenuItem icon={<MonitorX aria-hidden className="size-4" />} onSelect={() => setAsking(true)}>
          Sign out everywhere
        </MenuItem>
      </Menu>
      <Dialog open={asking} onClose={() => setAsking(false)} title="Sign out everywhere">
        <p>This ends every session of {name}, in this browser and in all others, at once. API keys go on working.</p>
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button look="danger" busy={busy} onClick={() => void leave(true)}>
            Sign out everywhere
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
