"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";

const overlaps = [
  { value: "86400", text: "for 24 hours more" },
  { value: "604800", text: "for 7 days more" },
  { value: "3600", text: "for 1 hour more" },
  { value: "0", text: "not any more, at once" },
];

/** A new secret beside the present one, which signs until its end. The new one is shown once. */
export function RotateSecretButton({ endpointId, look }: { readonly endpointId: string; readonly look: "primary" | "plain" }) {
  const [open, setOpen] = useState(false);
  const onClose = () => setOpen(false);
  const router = useRouter();
  const toast = useToast();
  const [made, setMade] = useState<string | null>(null);
  const rotate = (fields: FormData) => {
    const secret = String(fields.get("secret")).trim();
    return apiCall("POST", `/endpoints/${endpointId}/rotate-secret`, { expirePreviousAfterSeconds: Number(fields.get("overlap")), ...(secret === "" ? {} : { secret }) });
  };
  const done = (body: unknown) => {
    onClose();
    setMade(textMember(body, "secret"));
    toast("The endpoint has a new secret.");
    router.refresh();
  };
  return (
    <>
      <Button look={look} className="self-start" onClick={() => setOpen(true)}>
        <RefreshCw aria-hidden className="size-4" />
        Make a new secret
      </Button>
      <DangerDialog open={open} onClose={onClose} title="Rotate the secret" confirm="Make the new secret" look="primary" auditAction="endpoint.rotate" act={rotate} onDone={done}>
        <p>Every delivery is signed with the new secret at once. While the present one signs too, a receiver that knows either of them is satisfied, so that you can change yours in peace.</p>
        <SelectField label="The present secret signs" name="overlap" choices={overlaps} />
        <TextField label="Your own secret" name="secret" optional autoComplete="off" spellCheck={false} className="font-mono text-xs" placeholder="whsec_…" hint="Empty: one is made, and shown once." />
      </DangerDialog>
      <Dialog open={made !== null} onClose={() => setMade(null)} title="The new secret">
        <Notice tone="warn" title="Shown only now">
          <p>Copy it to your server, which can check with it from now on.</p>
        </Notice>
        <CodeBlock text={made ?? ""} what="secret" wrap />
        <DialogActions>
          <Button look="primary" onClick={() => setMade(null)}>
            I have copied it
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
