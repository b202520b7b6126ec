"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import { apiCall } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { useToast } from "../ui/toast.tsx";

interface KeyExpiryDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The key's address in the API. */
  readonly path: string;
  readonly label: string;
  readonly expiresAt: string | null;
}

/** Sets the moment at which a key stops to verify, or takes it away. */
export function KeyExpiryDialog({ open, onClose, path, label, expiresAt }: KeyExpiryDialogProps) {
  const router = useRouter();
  const toast = useToast();
  const [refusal, setRefusal] = useState<string | undefined>();
  const save = async (next: string | null) => {
    const result = await apiCall("PATCH", path, { expiresAt: next });
    if (!result.ok) {
      setRefusal(result.errors[0]?.message ?? result.detail);
      return;
    }
    toast(next === null ? `The key ${label} has no end.` : `The end of the key ${label} is set.`);
    onClose();
    router.refresh();
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = new Date(String(new FormData(event.currentTarget).get("at")));
    if (Number.isNaN(chosen.getTime())) setRefusal("Choose a day and a time.");
    else void save(chosen.toISOString());
  };
  return (
    <Dialog open={open} onClose={onClose} title={`End of the key ${label}`}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-soft">Until then it verifies; afterwards messages signed with it are refused.</p>
        <TextField label="Ends at" name="at" type="datetime-local" required error={refusal} hint="In your browser’s time zone." />
        <DialogActions>
          {expiresAt === null ? null : <Button onClick={() => void save(null)}>Remove its end</Button>}
          <Button type="submit" look="primary">
            Set the end
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
