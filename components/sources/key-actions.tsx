"use client";

import { CalendarClock, Ellipsis, Eye, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Key } from "#lib/sources/source-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, textMember } from "../api-call.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { KeyExpiryDialog } from "./key-expiry-dialog.tsx";
import { RevokeKey } from "./revoke-key.tsx";

/** What an admin may do with one key. */
export function KeyActions({ sourceId, apiKey: key }: { readonly sourceId: string; readonly apiKey: Key }) {
  const [asking, setAsking] = useState<"reveal" | "expiry" | "revoke" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setAsking(null);
  const path = `/sources/${sourceId}/keys/${key.id}`;
  const ended = key.status === "revoked";

  return (
    <>
      <Menu label={`Actions of the key ${key.label}`} trigger={<Ellipsis aria-hidden className="size-4" />} triggerClassName="flex size-8 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink max-md:size-10">
        <MenuItem icon={<Eye aria-hidden className="size-4" />} onSelect={() => setAsking("reveal")}>
          Reveal
        </MenuItem>
        {ended ? null : (
          <MenuItem icon={<CalendarClock aria-hidden className="size-4" />} onSelect={() => setAsking("expiry")}>
            Set its end
          </MenuItem>
        )}
        {ended ? null : (
          <MenuItem icon={<Trash2 aria-hidden className="size-4" />} onSelect={() => setAsking("revoke")}>
            Revoke now
          </MenuItem>
        )}
      </Menu>
      <DangerDialog
        open={asking === "reveal"}
        onClose={close}
        title={`Reveal the key ${key.label}`}
        confirm="Reveal the key"
        auditAction="key.reveal"
        act={() => apiCall("POST", `${path}/reveal`, {})}
        onDone={(body) => {
          close();
          setSecret(textMember(body, "secret"));
        }}
      >
        <p>Whoever has this key can sign messages that this source believes. It is shown to you alone, until you close it.</p>
      </DangerDialog>
      <Dialog open={secret !== null} onClose={() => setSecret(null)} title={`The key ${key.label}`}>
        <CodeBlock text={secret ?? ""} what="key" wrap />
      </Dialog>
      <KeyExpiryDialog open={asking === "expiry"} onClose={close} sourceId={sourceId} apiKey={key} />
      <RevokeKey open={asking === "revoke"} onClose={close} sourceId={sourceId} apiKey={key} />
    </>
  );
}
