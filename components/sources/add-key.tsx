"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { KeyFormat } from "#lib/providers/provider";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { RadioCards, SelectField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { useToast } from "../ui/toast.tsx";

interface AddKeyProps {
  readonly sourceId: string;
  readonly keyFormat: KeyFormat | null;
  /** Whether there are keys that verify: adding one beside them is a rotation, and asks for the password. */
  readonly hasKeys: boolean;
  readonly look?: "primary" | "plain";
}

const endings = [
  { value: "", text: "Keep verifying until I end them" },
  { value: "86400", text: "End in 24 hours" },
  { value: "259200", text: "End in 3 days" },
  { value: "2592000", text: "End in 30 days" },
];

/** Adds a key beside the others: it verifies at once, the others until their end. One that we make is shown once. */
export function AddKey({ sourceId, keyFormat, hasKeys, look = "plain" }: AddKeyProps) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState(keyFormat?.merchantChooses === true ? "generate" : "paste");
  const [made, setMade] = useState<string | null>(null);
  const add = (fields: FormData) => {
    const text = (name: string) => String(fields.get(name) ?? "");
    return apiCall("POST", `/sources/${sourceId}/keys`, {
      ...(choice === "paste" ? { secret: text("secret") } : {}),
      ...(text("label") === "" ? {} : { label: text("label") }),
      ...(text("ending") === "" ? {} : { expirePreviousAfterSeconds: Number(text("ending")) }),
    });
  };
  const done = (body: unknown) => {
    setOpen(false);
    setMade(textMember(body, "secret"));
    toast("The new key verifies from now on.");
    router.refresh();
  };
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)} className="self-start">
        <Plus aria-hidden className="size-4" />
        {hasKeys ? "Add the new key" : "Add a key"}
      </Button>
      <DangerDialog open={open} onClose={() => setOpen(false)} title={hasKeys ? "Add the new key" : "Add a key"} confirm="Add the key" look="primary" auditAction="key.add" withPassword={hasKeys} act={add} onDone={done}>
        <p className="text-soft">It verifies messages at once. {hasKeys ? "The other keys go on working until they end, so no message is lost while the provider changes over." : "Until a source has one, every message is refused."}</p>
        {keyFormat?.merchantChooses === true ? (
          <RadioCards
            legend="Key"
            name="choice"
            value={choice}
            onChange={setChoice}
            choices={[
              { value: "generate", text: "Make a key for me" },
              { value: "paste", text: "I have a key" },
            ]}
          />
        ) : null}
        {choice === "paste" ? <TextField label="Key" name="secret" required autoComplete="off" spellCheck={false} className="font-mono text-xs" placeholder={keyFormat?.example ?? ""} hint={keyFormat === null ? undefined : `${keyFormat.description}.`} /> : null}
        <TextField label="Label" name="label" optional maxLength={100} placeholder="such as 2026 rotation" />
        {hasKeys ? <SelectField label="The keys that are there" name="ending" choices={endings} /> : null}
      </DangerDialog>
      <Dialog open={made !== null} onClose={() => setMade(null)} title="The new key">
        <Notice tone="warn" title="Shown only now">
          <p>Copy it to the provider before you close this.</p>
        </Notice>
        <CodeBlock text={made ?? ""} what="key" wrap />
        <DialogActions>
          <Button look="primary" onClick={() => setMade(null)}>
            I have copied it
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
