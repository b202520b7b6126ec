"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { Source } from "#lib/sources/source-shape";
import { apiCall, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";
import { SettingsFields } from "./settings-fields.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

interface EditSourceProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly source: Source;
  readonly schema: unknown;
}

/** Name, settings and the silence alarm of a source. Provider and mode are fixed. */
export function EditSource({ open, onClose, source, schema }: EditSourceProps) {
  return (
    <Dialog open={open} onClose={onClose} title={`Change ${source.name}`}>
      <EditForm onClose={onClose} source={source} schema={schema} />
    </Dialog>
  );
}

function EditForm({ onClose, source, schema }: Omit<EditSourceProps, "open">) {
  const router = useRouter();
  const toast = useToast();
  const form = useSettingsForm(schema, source.settings ?? {});
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const alarm = String(fields.get("silence")).trim();
    setBusy(true);
    const result = await apiCall("PATCH", `/sources/${source.id}`, {
      name: String(fields.get("name")),
      settings: form.settings(),
      silenceAlarmMinutes: alarm === "" ? null : Number(alarm),
    });
    setBusy(false);
    if (!result.ok) {
      setErrors(result.errors);
      setRefusal(result.detail);
      return;
    }
    toast("Saved.");
    onClose();
    router.refresh();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="Nothing was changed">
          <p>{refusal}</p>
        </Notice>
      )}
      <TextField label="Name" name="name" required maxLength={100} defaultValue={source.name} error={errorOf("name")} />
      <SettingsFields model={form.model} variant={form.variant} texts={form.texts} errors={errors} onVariant={form.chooseVariant} onText={form.setText} />
      <TextField label="Silence alarm in minutes" name="silence" type="number" min={1} max={525600} optional defaultValue={source.silenceAlarmMinutes ?? ""} error={errorOf("silenceAlarmMinutes")} hint="The overview says so when nothing arrived for longer than this. Empty: never." />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}
