"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { listFields } from "#lib/validations/rule-set-shape";
import { apiCall, type RefusedField, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { fieldLabels } from "./field-labels.ts";

const choices = listFields.map((field) => ({ value: field, text: fieldLabels[field] }));

/** Makes a list and goes to it. */
export function NewList() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const result = await apiCall("POST", "/validation-lists", { name: fields.get("name"), description: fields.get("description"), field: fields.get("field") });
    if (result.ok) return router.push(`/validations/lists/${textMember(result.body, "id") ?? ""}`);
    setBusy(false);
    setErrors(result.errors);
    setRefusal(result.detail);
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        New list
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="New list">
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <TextField label="Name" name="name" required maxLength={100} placeholder="Blocked customers" error={errorOf("name")} hint="Rules are read with it: “is on the list “Blocked customers””." />
          <SelectField label="Holds" name="field" choices={choices} error={errorOf("field")} hint="What its values are compared with. It stays so." />
          <TextField label="Description" name="description" optional maxLength={100} error={errorOf("description")} />
          {refusal === null ? null : (
            <Notice tone="bad" alert title="The list was not made">
              <p>{refusal}</p>
            </Notice>
          )}
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" look="primary" busy={busy}>
              Make the list
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
