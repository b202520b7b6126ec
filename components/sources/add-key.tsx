"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState } from "react";
import type { KeyFormat } from "#lib/providers/provider";
import { apiCall, type RefusedField, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { RadioCards, SelectField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";

interface AddKeyProps {
  readonly sourceId: string;
  readonly keyFormat: KeyFormat | null;
  /** Whether there are keys whose end can be set. */
  readonly hasKeys: boolean;
}

const endings = [
  { value: "", text: "Keep the others as they are" },
  { value: "86400", text: "End the others in 24 hours" },
  { value: "259200", text: "End the others in 3 days" },
  { value: "2592000", text: "End the others in 30 days" },
];

/** Adds a key beside the others: it verifies at once, the others until their end. */
export function AddKey({ sourceId, keyFormat, hasKeys }: AddKeyProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} className="self-start">
        <Plus aria-hidden className="size-4" />
        Add a key
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Add a key">
        <AddKeyForm sourceId={sourceId} keyFormat={keyFormat} hasKeys={hasKeys} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AddKeyForm({ sourceId, keyFormat, hasKeys, onClose }: AddKeyProps & { readonly onClose: () => void }) {
  const router = useRouter();
  const [choice, setChoice] = useState(keyFormat?.merchantChooses === true ? "generate" : "paste");
  const [errors, setErrors] = useState<readonly RefusedField[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "");
    setBusy(true);
    const result = await apiCall("POST", `/sources/${sourceId}/keys`, {
      ...(choice === "paste" ? { secret: text("secret") } : {}),
      ...(text("label") === "" ? {} : { label: text("label") }),
      ...(text("ending") === "" ? {} : { expirePreviousAfterSeconds: Number(text("ending")) }),
    });
    setBusy(false);
    if (!result.ok) {
      setErrors(result.errors);
      setRefusal(result.detail);
      return;
    }
    router.refresh();
    const secret = textMember(result.body, "secret");
    if (secret === null) onClose();
    else setMade(secret);
  };

  if (made !== null) {
    return (
      <>
        <Notice tone="warn" title="The new key, shown only now">
          <p>Copy it to the provider before you close this.</p>
          <CodeBlock text={made} what="key" wrap />
        </Notice>
        <DialogActions>
          <Button look="primary" onClick={onClose}>
            I have copied it
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {refusal === null ? null : (
        <Notice tone="bad" alert title="The key was not added">
          <p>{refusal}</p>
        </Notice>
      )}
      <p className="text-soft">It verifies messages at once. The other keys go on working until they end, so no message is lost while the provider changes over.</p>
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
      {choice === "paste" ? (
        <TextField label="Key" name="secret" required autoComplete="off" spellCheck={false} className="font-mono text-xs" placeholder={keyFormat?.example ?? ""} hint={keyFormat === null ? undefined : `${keyFormat.description}.`} error={errors.find(({ path }) => path === "secret")?.message} />
      ) : null}
      <TextField label="Label" name="label" optional maxLength={100} placeholder="such as 2026 rotation" error={errors.find(({ path }) => path === "label")?.message} />
      {hasKeys ? <SelectField label="The keys that are there" name="ending" choices={endings} /> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? "Adding" : "Add the key"}
        </Button>
      </DialogActions>
    </form>
  );
}
