"use client";

import { useState } from "react";
import type { SourceRetention } from "#lib/retention/retention-shape";
import { SelectField, TextField } from "../ui/field.tsx";

export const ownKinds = [
  { name: "requestsDays", label: "Requests", asked: "sourceRequestsDays" },
  { name: "eventsDays", label: "Events", asked: "sourceEventsDays" },
  { name: "attemptsDays", label: "Attempts", asked: "sourceAttemptsDays" },
] as const;
type KindName = (typeof ownKinds)[number]["name"];

/** Days, for ever, or as the installation. */
export type Own = number | "forever" | null;
export type OwnByKind = Readonly<Record<KindName, Own>>;

export function ownWords(own: Own): string {
  if (own === null) return "As the installation";
  if (own === "forever") return "For ever";
  return own === 1 ? "1 day" : `${String(own)} days`;
}

/** One choice for each kind. Read with `chosenDays`. */
export function OwnDaysFields({ now, installation }: { readonly now: SourceRetention | null; readonly installation: OwnByKind }) {
  return (
    <>
      {ownKinds.map(({ name, label }) => (
        <KindField key={name} name={name} label={label} now={now?.[name] ?? null} installation={installation[name] ?? "forever"} />
      ))}
    </>
  );
}

function KindField({ name, label, now, installation }: { readonly name: KindName; readonly label: string; readonly now: Own; readonly installation: Own }) {
  const [choice, setChoice] = useState(typeof now === "number" ? "days" : (now ?? "installation"));
  const choices = [
    { value: "installation", text: `As the installation: ${ownWords(installation).toLowerCase()}` },
    { value: "days", text: "For days of its own" },
    { value: "forever", text: "For ever" },
  ];
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
      <SelectField label={`${label} are kept`} name={`${name}Choice`} choices={choices} value={choice} onChange={(event) => setChoice(event.target.value)} />
      {choice === "days" ? <TextField label="Days" aria-label={`Days of ${label.toLowerCase()}`} name={name} type="number" min={1} max={36_500} required defaultValue={typeof now === "number" ? now : ""} /> : null}
    </div>
  );
}

export function chosenDays(fields: FormData): OwnByKind {
  const own = (name: KindName): Own => {
    const choice = fields.get(`${name}Choice`);
    if (choice === "forever") return "forever";
    return choice === "days" ? Number(fields.get(name)) : null;
  };
  return { requestsDays: own("requestsDays"), eventsDays: own("eventsDays"), attemptsDays: own("attemptsDays") };
}
