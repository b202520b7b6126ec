"use client";

import { Hand } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { apiCall, type RefusedField } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { type Choice, SelectField, TextArea } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";

interface CloseByHandProps {
  readonly transactionId: string;
  /** The final states that a transaction of this kind may have. */
  readonly choices: readonly Choice[];
  /** What will happen, a sentence each. */
  readonly consequences: readonly string[];
}

/** Closes a transaction with a state that a person decided. */
export function CloseByHand(props: CloseByHandProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Hand aria-hidden className="size-4" />
        Close by hand
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Close this transaction by hand">
        <ClosingForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ClosingForm({ transactionId, choices, consequences, onClose }: CloseByHandProps & { readonly onClose: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly detail: string; readonly errors: readonly RefusedField[] } | null>(null);
  const errorOf = (path: string) => refusal?.errors.find((error) => error.path === path)?.message;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const result = await apiCall("POST", `/transactions/${transactionId}/resolve`, { status: String(fields.get("status")), note: String(fields.get("note")) });
    setBusy(false);
    if (!result.ok) {
      setRefusal(result);
      return;
    }
    onClose();
    toast("Closed by hand.");
    router.refresh();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="Nothing was changed">
          <p>{refusal.detail}</p>
        </Notice>
      )}
      <SelectField label="Final status" name="status" choices={choices} error={errorOf("status")} />
      <TextArea label="Why" name="note" required maxLength={2000} error={errorOf("note")} hint="For your colleagues and the audit: where you looked, and who said so." />
      <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-soft">
        {consequences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>
          The audit will name you and say <code className="font-mono text-xs">transaction.resolve</code>.
        </li>
      </ul>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          Close the transaction
        </Button>
      </DialogActions>
    </form>
  );
}
