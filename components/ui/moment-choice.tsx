"use client";

import { useState } from "react";
import { SelectField, TextField } from "./field.tsx";

const dayMs = 86_400_000;

const moments = [
  { value: "1", text: "In 24 hours" },
  { value: "3", text: "In 3 days" },
  { value: "7", text: "In 7 days" },
  { value: "30", text: "In 30 days" },
  { value: "own", text: "At another time" },
];

interface MomentChoiceProps {
  readonly label: string;
  /** What "never" is called; `null`: it is no choice. */
  readonly never: string | null;
}

/** A moment in the future: one of the usual ones, or any other. Read with `chosenMoment`. */
export function MomentChoice({ label, never }: MomentChoiceProps) {
  const [choice, setChoice] = useState("1");
  return (
    <>
      <SelectField label={label} name="moment" value={choice} onChange={(event) => setChoice(event.target.value)} choices={never === null ? moments : [...moments, { value: "never", text: never }]} />
      {choice === "own" ? <TextField label="Time" name="momentAt" type="datetime-local" required hint="In your browser’s time zone." /> : null}
    </>
  );
}

/** RFC 3339, or `null` for never. A time that cannot be read comes back as it is: the API says what is wrong with it. */
export function chosenMoment(fields: FormData): string | null {
  const choice = String(fields.get("moment"));
  if (choice === "never") return null;
  const own = String(fields.get("momentAt"));
  const at = choice === "own" ? new Date(own) : new Date(Date.now() + Number(choice) * dayMs);
  return Number.isNaN(at.getTime()) ? own : at.toISOString();
}
