"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";

export interface HeaderLine {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

interface HeaderFieldsProps {
  readonly lines: readonly HeaderLine[];
  readonly onChange: (lines: readonly HeaderLine[]) => void;
  readonly errorOf: (name: string) => string | undefined;
}

/** Headers that go with every delivery. Their values are sealed and never shown again. */
export function HeaderFields({ lines, onChange, errorOf }: HeaderFieldsProps) {
  const change = (key: number, part: Partial<HeaderLine>) => onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">
        Own headers <span className="font-normal text-soft">(optional)</span>
      </legend>
      {lines.map((line, at) => (
        <div key={line.key} className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] items-end gap-2">
          <TextField label={`Name ${String(at + 1)}`} value={line.name} onChange={(event) => change(line.key, { name: event.target.value })} placeholder="authorization" spellCheck={false} autoComplete="off" className="font-mono text-xs" error={errorOf(line.name)} />
          <TextField label={`Value ${String(at + 1)}`} value={line.value} onChange={(event) => change(line.key, { value: event.target.value })} spellCheck={false} autoComplete="off" className="font-mono text-xs" />
          <IconButton label={`Remove header ${String(at + 1)}`} onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button className="self-start" onClick={() => onChange([...lines, { key: Math.max(0, ...lines.map(({ key }) => key)) + 1, name: "", value: "" }])}>
        <Plus aria-hidden className="size-4" />
        Add a header
      </Button>
      <p className="text-sm text-soft">Sent with every delivery, such as authorization. Kept sealed; nobody sees their values again.</p>
    </fieldset>
  );
}
