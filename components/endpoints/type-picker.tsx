"use client";

import { useId } from "react";
import { RadioCards, TextField } from "../ui/field.tsx";
import { eventFamilies } from "./event-types.ts";

export interface TypeChoice {
  readonly all: boolean;
  readonly chosen: ReadonlySet<string>;
  /** Separated by commas. */
  readonly others: string;
}

interface TypePickerProps {
  readonly value: TypeChoice;
  readonly onChange: (value: TypeChoice) => void;
  readonly error: string | undefined;
}

/** Which events an endpoint takes: all, whole families, or single types. */
export function TypePicker({ value, onChange, error }: TypePickerProps) {
  const toggle = (type: string, on: boolean) => {
    const chosen = new Set(value.chosen);
    if (on) chosen.add(type);
    else chosen.delete(type);
    onChange({ ...value, chosen });
  };
  return (
    <div className="flex flex-col gap-3">
      <RadioCards
        legend="Events"
        name="types"
        value={value.all ? "all" : "some"}
        onChange={(choice) => onChange({ ...value, all: choice === "all" })}
        choices={[
          { value: "all", text: "Every type", hint: "Also those that providers add later." },
          { value: "some", text: "Only these", hint: "Whole families, or single types." },
        ]}
      />
      {value.all ? null : (
        <div className="flex flex-col gap-3 rounded-md border p-3">
          {eventFamilies.map(({ family, types }) => (
            <Family key={family} family={family} types={types} chosen={value.chosen} toggle={toggle} />
          ))}
          <TextField label="Others" optional value={value.others} onChange={(event) => onChange({ ...value, others: event.target.value })} placeholder="adyen.REPORT_AVAILABLE, contact.*" spellCheck={false} className="font-mono text-xs" hint="Separated by commas; .* at the end stands for a whole family." />
          {error === undefined ? null : <p className="text-sm text-bad">{error}</p>}
        </div>
      )}
    </div>
  );
}

interface FamilyProps {
  readonly family: string;
  readonly types: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (type: string, on: boolean) => void;
}

function Family({ family, types, chosen, toggle }: FamilyProps) {
  const whole = `${family}.*`;
  const isWhole = chosen.has(whole);
  return (
    <fieldset className="grid gap-x-4 gap-y-1 border-b pb-3 md:grid-cols-[8rem_minmax(0,1fr)]">
      <legend className="sr-only">{family}</legend>
      <Check label={whole} checked={isWhole} onChange={(on) => toggle(whole, on)} strong />
      <div className="flex flex-wrap gap-x-4 gap-y-1 max-md:pl-6">
        {types.map((type) => (
          <Check key={type} label={type} name={`${family}.${type}`} checked={isWhole || chosen.has(`${family}.${type}`)} disabled={isWhole} onChange={(on) => toggle(`${family}.${type}`, on)} />
        ))}
      </div>
    </fieldset>
  );
}

interface CheckProps {
  readonly label: string;
  readonly name?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly strong?: boolean;
  readonly onChange: (on: boolean) => void;
}

function Check({ label, name, checked, disabled = false, strong = false, onChange }: CheckProps) {
  const id = useId();
  return (
    <span className="flex min-h-6 items-center gap-2 max-md:min-h-9">
      <input id={id} type="checkbox" aria-label={name ?? label} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} className="size-4 shrink-0 accent-(--color-accent-solid)" />
      <label htmlFor={id} className={`font-mono text-xs ${strong ? "font-medium" : ""} ${disabled ? "text-soft" : ""}`}>
        {label}
      </label>
    </span>
  );
}
