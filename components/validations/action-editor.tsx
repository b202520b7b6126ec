"use client";

import { SelectField, TextField } from "../ui/field.tsx";
import type { FormAction } from "./rule-form.ts";

interface ActionEditorProps {
  readonly label: string;
  readonly action: FormAction;
  readonly path: string;
  readonly errorOf: (path: string) => string | undefined;
  readonly onChange: (action: FormAction) => void;
  /** A fallback cannot ask anybody. */
  readonly withHandOver?: boolean;
}

const longest = 256;

/** What is said: yes, no with the text that the customer reads, or whatever the merchant's own URL says. */
export function ActionEditor({ label, action, path, errorOf, onChange, withHandOver = true }: ActionEditorProps) {
  const choices = [
    { value: "approve", text: "Approve" },
    { value: "decline", text: "Decline" },
    ...(withHandOver ? [{ value: "handOver", text: "Ask your own URL" }] : []),
  ];
  return (
    <div className="grid gap-3 md:grid-cols-[12rem_minmax(0,1fr)]">
      <SelectField label={label} choices={choices} value={action.action} onChange={({ target: { value } }) => onChange({ ...action, action: value === "decline" ? "decline" : value === "handOver" ? "handOver" : "approve" })} />
      {action.action === "decline" ? (
        <div className="grid gap-3 md:grid-cols-[minmax(0,1fr)_6rem]">
          <TextField label="What the customer reads" value={action.description} maxLength={longest} onChange={(event) => onChange({ ...action, description: event.target.value })} error={errorOf(`${path}.description`)} hint={`Plain words, no addresses. ${String(longest - action.description.length)} characters left.`} />
          <TextField label="Status" inputMode="numeric" className="tabular" value={action.status} onChange={(event) => onChange({ ...action, status: event.target.value })} error={errorOf(`${path}.status`)} />
        </div>
      ) : action.action === "handOver" ? (
        <TextField label="URL" type="url" className="font-mono text-xs" spellCheck={false} placeholder="https://shop.example/validate" value={action.url} onChange={(event) => onChange({ ...action, url: event.target.value })} error={errorOf(`${path}.url`)} hint="Your own server: it is asked with a signed request, and has about 1.3 seconds less than the deadline to answer." />
      ) : null}
    </div>
  );
}
