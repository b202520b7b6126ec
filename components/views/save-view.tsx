"use client";

import { Bookmark } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { View } from "#lib/views/view-shape";
import { apiCall, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckboxField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";
import { viewQueryOf } from "./view-address.ts";

interface SaveViewProps {
  readonly list: View["list"];
  readonly views: readonly View[];
  /** Whether this person may show a view to everybody. */
  readonly canShare: boolean;
}

/** Gives the present filters a name; there once something is filtered that has none yet. */
export function SaveView({ list, views, canShare }: SaveViewProps) {
  const [saving, setSaving] = useState(false);
  const query = viewQueryOf(useSearchParams().toString());
  const isPlain = query === "" || query === "mode=test" || query === "mode=live";
  if (!saving && (isPlain || views.some((view) => view.query === query))) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setSaving(true)}>
        <Bookmark aria-hidden className="size-4" />
        Save this view
      </Button>
      <Dialog open={saving} onClose={() => setSaving(false)} title="Save this view">
        <SaveForm list={list} query={query} canShare={canShare} onClose={() => setSaving(false)} />
      </Dialog>
    </>
  );
}

function SaveForm({ list, query, canShare, onClose }: { readonly list: View["list"]; readonly query: string; readonly canShare: boolean; readonly onClose: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly detail: string; readonly errors: readonly RefusedField[] } | null>(null);
  const nameError = refusal?.errors.find(({ path }) => path === "name")?.message;
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const name = String(fields.get("name"));
    setBusy(true);
    const result = await apiCall("POST", "/views", { list, name, query, shared: fields.get("shared") === "on" });
    setBusy(false);
    if (!result.ok) {
      setRefusal(result);
      return;
    }
    onClose();
    toast(`Saved as “${name}”.`);
    router.refresh();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null || nameError !== undefined ? null : (
        <Notice tone="bad" alert>
          <p>{refusal.detail}</p>
        </Notice>
      )}
      <TextField label="Name" name="name" required maxLength={80} autoFocus error={nameError} hint="The present filters open under this name." />
      {canShare ? <CheckboxField label="Show it to everybody" name="shared" /> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}
