"use client";

import { Ellipsis, Link2, MonitorX, ShieldOff, UserCog, UserMinus, UserPlus, UserX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { User } from "#lib/team/user-shape";
import { apiCall } from "../api-call.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { useToast } from "../ui/toast.tsx";
import { InvitationLink, type MadeLink, madeLinkOf } from "./invitation-link.tsx";
import { PersonDialogs, type PersonAct } from "./person-dialogs.tsx";

const small = "size-4";

/** What an admin may do with a person of the team. */
export function PersonMenu({ person }: { readonly person: User }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<PersonAct | null>(null);
  const [made, setMade] = useState<MadeLink | null>(null);
  const done = (text: string) => {
    setAsking(null);
    toast(text);
    router.refresh();
  };
  const withdraw = async () => {
    const result = await apiCall("DELETE", `/users/${person.id}/invitation`);
    if (result.ok) done(`The invitation of ${person.email} is withdrawn.`);
    else toast(result.detail, "bad");
  };
  const endSessions = async () => {
    const result = await apiCall("POST", `/users/${person.id}/end-sessions`);
    if (result.ok) done(`${person.name} is signed out everywhere.`);
    else toast(result.detail, "bad");
  };
  if (person.you) return null;
  return (
    <>
      <Menu label={`Actions for ${person.name}`} trigger={<Ellipsis aria-hidden className={small} />} triggerClassName="flex size-8 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink max-md:size-10">
        <MenuItem icon={<UserCog aria-hidden className={small} />} onSelect={() => setAsking("role")}>
          Change the role
        </MenuItem>
        {person.state === "invited" ? (
          <>
            <MenuItem icon={<Link2 aria-hidden className={small} />} onSelect={() => setAsking("renew")}>
              New link
            </MenuItem>
            <MenuItem icon={<UserMinus aria-hidden className={small} />} onSelect={() => void withdraw()}>
              Withdraw the invitation
            </MenuItem>
          </>
        ) : null}
        {person.openSessions > 0 ? (
          <MenuItem icon={<MonitorX aria-hidden className={small} />} onSelect={() => void endSessions()}>
            Sign out everywhere
          </MenuItem>
        ) : null}
        {person.hasTotp ? (
          <MenuItem icon={<ShieldOff aria-hidden className={small} />} onSelect={() => setAsking("resetTotp")}>
            Take away the authenticator app
          </MenuItem>
        ) : null}
        {person.state === "active" ? (
          <MenuItem icon={<UserX aria-hidden className={small} />} onSelect={() => setAsking("disable")}>
            Disable
          </MenuItem>
        ) : null}
        {person.state === "disabled" ? (
          <MenuItem icon={<UserPlus aria-hidden className={small} />} onSelect={() => setAsking("enable")}>
            Enable
          </MenuItem>
        ) : null}
      </Menu>
      <PersonDialogs
        person={person}
        asking={asking}
        onClose={() => setAsking(null)}
        onDone={done}
        onLink={(body) => {
          setAsking(null);
          setMade(madeLinkOf(body));
          router.refresh();
        }}
      />
      <InvitationLink made={made} onClose={() => setMade(null)} />
    </>
  );
}
