"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DangerDialog } from "../access/danger-dialog.tsx";
import { apiCall, type ApiResult, textMember } from "../api-call.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { ScopePicker } from "./scope-picker.tsx";

const dayMs = 86_400_000;

const lifetimes = [
  { value: "90", text: "in 90 days" },
  { value: "30", text: "in 30 days" },
  { value: "7", text: "in 7 days" },
  { value: "365", text: "in a year" },
  { value: "", text: "never" },
];

/** Makes a key, which is shown once. */
export function NewApiKey({ offered }: { /** The scopes that this person may give away. */ readonly offered: readonly string[] }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState<string | null>(null);
  const done = (body: unknown) => {
    setAsking(false);
    setChosen(new Set());
    setMade(textMember(body, "secret"));
    router.refresh();
  };
  return (
    <>
      <Button look="primary" onClick={() => setAsking(true)}>
        <Plus aria-hidden className="size-4" />
        New API key
      </Button>
      <DangerDialog open={asking} onClose={() => setAsking(false)} title="New API key" confirm="Make the key" look="primary" auditAction="apiKey.create" act={create} onDone={done}>
        <p className="text-soft">For a script that calls the API. Give it what it needs and no more: whoever has the key can do all of it. It never does more than you may, also when your own role is taken away.</p>
        <TextField label="Name" name="name" required maxLength={100} autoComplete="off" placeholder="Nightly export" hint="What it is for; the audit names it." />
        <ScopePicker offered={offered} chosen={chosen} onChange={setChosen} />
        <SelectField label="It ends" name="days" choices={lifetimes} />
      </DangerDialog>
      <MadeKey secret={made} onClose={() => setMade(null)} />
    </>
  );
}

function MadeKey({ secret, onClose }: { readonly secret: string | null; readonly onClose: () => void }) {
  return (
    <Dialog open={secret !== null} onClose={onClose} title="The new API key">
      <Notice tone="warn" title="Shown only now">
        <p>Only its hash is kept here, so that nobody can show it again. Copy it to where your script reads its secrets.</p>
      </Notice>
      <CodeBlock text={secret ?? ""} what="key" wrap />
      <CodeBlock text={`curl -H "Authorization: Bearer $COUNTERSIGN_KEY" ${secret === null ? "" : window.location.origin}/api/v1/session`} what="command" label="Try it" wrap />
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}

async function create(fields: FormData): Promise<ApiResult> {
  const days = String(fields.get("days"));
  const result = await apiCall("POST", "/api-keys", {
    name: String(fields.get("name")),
    scopes: fields.getAll("scope").map(String),
    ...(days === "" ? {} : { expiresAt: new Date(Date.now() + Number(days) * dayMs).toISOString() }),
  });
  // The dialog has one place for what is wrong: the field's own words say more than the sentence over them.
  return result.ok || result.errors.length === 0 ? result : { ...result, detail: result.errors.map(({ message }) => message).join(" ") };
}
