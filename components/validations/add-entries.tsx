"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { ListField } from "#lib/validations/rule-set-shape";
import { apiCall, memberOf, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextArea, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";
import { valueHints } from "./field-labels.ts";

/** One value, or as many as somebody pastes, one on each line. */
export function AddEntries({ listId, field }: { readonly listId: string; readonly field: ListField }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isCard = field === "card";
  const close = () => {
    setOpen(false);
    setErrors([]);
    setRefusal(null);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const values = String(fields.get("values")).split("\n").map((line) => line.trim()).filter((line) => line !== "");
    const until = new Date(String(fields.get("expiresAt")));
    setBusy(true);
    const result = await apiCall("POST", `/validation-lists/${listId}/entries`, { values, note: String(fields.get("note")), expiresAt: Number.isNaN(until.getTime()) ? null : until.toISOString() });
    setBusy(false);
    if (!result.ok) {
      setErrors(result.errors);
      return setRefusal(result.detail);
    }
    close();
    toast(addedWords(Number(memberOf(result.body, "added")), Number(memberOf(result.body, "changed"))));
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        Add entries
      </Button>
      <Dialog open={open} onClose={close} title="Add entries">
        <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
          <TextArea label="Values, one on each line" name="values" required rows={6} spellCheck={false} className="font-mono" placeholder={isCard ? "411111 1111 12/2028" : valueHints[field]} error={errors.find(({ path }) => path === "values")?.message} hint={isCard ? "First six digits, last four and expiry. Never a whole card number: it is refused, and only a keyed hash is kept." : undefined} />
          <TextField label="Note" name="note" optional maxLength={100} placeholder="Chargeback in March" error={errors.find(({ path }) => path === "note")?.message} hint="Why they are here." />
          <TextField label="Counts until" name="expiresAt" type="datetime-local" optional error={errors.find(({ path }) => path === "expiresAt")?.message} hint="Left empty: for good." />
          {refusal === null ? null : (
            <Notice tone="bad" alert title="Nothing was added">
              <p>{refusal}</p>
              <ul>
                {errors.flatMap(({ path, message }) => (path.startsWith("values.") ? [<li key={path}>{`Line ${String(Number(path.slice(7)) + 1)} ${message}.`}</li>] : []))}
              </ul>
            </Notice>
          )}
          <DialogActions>
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" look="primary" busy={busy}>
              Add them
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}

function addedWords(added: number, changed: number): string {
  const now = `${String(added)} ${added === 1 ? "entry" : "entries"} added.`;
  return changed === 0 ? now : `${now} ${String(changed)} stood there already and ${changed === 1 ? "has" : "have"} this note and end now.`;
}
