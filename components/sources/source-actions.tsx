"use client";

import { Archive, Ellipsis, KeyRound, Link2, Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Source } from "#lib/sources/source-shape";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { useToast } from "../ui/toast.tsx";
import { EditSource } from "./edit-source.tsx";

/** What an admin may do with a source. */
export function SourceActions({ source, schema }: { readonly source: Source; readonly schema: unknown }) {
  const router = useRouter();
  const toast = useToast();
  const [asking, setAsking] = useState<"edit" | "archive" | "delete" | null>(null);
  const close = () => setAsking(null);
  const path = `/sources/${source.id}`;
  const done = (text: string) => {
    close();
    toast(text);
    router.refresh();
  };
  const setStatus = async (status: Source["status"], said: string) => {
    const result = await apiCall("PATCH", path, { status });
    if (result.ok) done(said);
    else toast(result.detail, "bad");
  };

  return (
    <>
      <Menu label="Actions of this source" trigger={<Ellipsis aria-hidden className="size-4" />} triggerClassName="flex size-8 items-center justify-center rounded-md border text-soft hover:bg-hover hover:text-ink max-md:size-10">
        <MenuItem icon={<Pencil aria-hidden className="size-4" />} onSelect={() => setAsking("edit")}>
          Rename or change settings
        </MenuItem>
        {source.status === "active" ? (
          <MenuItem icon={<Pause aria-hidden className="size-4" />} onSelect={() => void setStatus("paused", "Paused: messages are kept, deliveries wait.")}>
            Pause deliveries
          </MenuItem>
        ) : (
          <MenuItem icon={<Play aria-hidden className="size-4" />} onSelect={() => void setStatus("active", "The source is active.")}>
            {source.status === "paused" ? "Resume deliveries" : "Take it out of the archive"}
          </MenuItem>
        )}
        <MenuItem icon={<KeyRound aria-hidden className="size-4" />} onSelect={() => router.push(`${path}/rotate`)}>
          Rotate the key
        </MenuItem>
        <MenuItem icon={<Link2 aria-hidden className="size-4" />} onSelect={() => router.push(`${path}/rotate-url`)}>
          Make a new URL
        </MenuItem>
        {source.status === "archived" ? null : (
          <MenuItem icon={<Archive aria-hidden className="size-4" />} onSelect={() => setAsking("archive")}>
            Archive
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 aria-hidden className="size-4" />} onSelect={() => setAsking("delete")}>
          Delete
        </MenuItem>
      </Menu>
      <EditSource open={asking === "edit"} onClose={close} source={source} schema={schema} />
      <DangerDialog
        open={asking === "archive"}
        onClose={close}
        title={`Archive ${source.name}`}
        confirm="Archive the source"
        auditAction="source.update"
        act={() => apiCall("PATCH", path, { status: "archived" })}
        onDone={() => done("The source is archived.")}
      >
        <p>Its URL answers 404 from this moment on, and the provider will call that an outage. Its events and requests stay readable. It can be taken out of the archive.</p>
      </DangerDialog>
      <DeleteSource open={asking === "delete"} onClose={close} source={source} />
    </>
  );
}

function DeleteSource({ open, onClose, source }: { readonly open: boolean; readonly onClose: () => void; readonly source: Source }) {
  const router = useRouter();
  const toast = useToast();
  const done = () => {
    onClose();
    toast(`${source.name} is deleted.`);
    router.push("/sources");
    router.refresh();
  };
  return (
    <DangerDialog open={open} onClose={onClose} title={`Delete ${source.name}`} confirm="Delete the source" auditAction="source.delete" act={() => apiCall("DELETE", `/sources/${source.id}`)} onDone={done}>
      <p>Its URL and its {source.keys.length === 1 ? "key" : `${String(source.keys.length)} keys`} are gone for good. A source that has events must be archived first; its events stay readable.</p>
    </DangerDialog>
  );
}
