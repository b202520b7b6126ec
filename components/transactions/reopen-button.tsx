"use client";

import { LockOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useToast } from "../ui/toast.tsx";

/** Takes a closing by hand back. `foldedStatus`: what the messages say, in words. */
export function ReopenButton({ transactionId, foldedStatus }: { readonly transactionId: string; readonly foldedStatus: string }) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const reopen = (fields: FormData) => {
    const note = String(fields.get("note")).trim();
    return apiCall("POST", `/transactions/${transactionId}/reopen`, note === "" ? {} : { note });
  };
  const done = () => {
    setOpen(false);
    toast("Reopened: its status is what its messages say.");
    router.refresh();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <LockOpen aria-hidden className="size-4" />
        Reopen
      </Button>
      <DangerDialog open={open} onClose={() => setOpen(false)} title="Reopen this transaction" confirm="Reopen it" look="primary" auditAction="transaction.reopen" withPassword={false} act={reopen} onDone={done}>
        <p>Its status becomes what its messages say: {foldedStatus}. Messages that came while it was closed count, and stay marked.</p>
        <TextField label="Why" name="note" optional maxLength={2000} />
      </DangerDialog>
    </>
  );
}
