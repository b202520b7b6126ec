"use client";

import type { SettingsView } from "#lib/settings/settings-shape";
import { SelectField, TextField } from "../ui/field.tsx";
import { SettingsPart } from "./settings-part.tsx";

interface PartProps {
  readonly settings: SettingsView;
  readonly readOnly: boolean;
}

/** Where days begin. */
export function TimeZoneSettings({ settings, readOnly, zones }: PartProps & { readonly zones: readonly string[] }) {
  return (
    <SettingsPart readOnly={readOnly} changes={(fields) => ({ timeZone: String(fields.get("timeZone")) })} danger={null}>
      {(errorAt) => (
        <SelectField label="Time zone" name="timeZone" choices={zones.map((zone) => ({ value: zone, text: zone }))} defaultValue={settings.timeZone} error={errorAt("timeZone")} hint="Where days begin in figures, for scripts and mail that name no zone of their own. Everybody's pages follow their own choice." />
      )}
    </SettingsPart>
  );
}

/** How long a sign-in lasts, and by what one signs in. */
export function SignInSettings({ settings, readOnly }: PartProps) {
  return (
    <SettingsPart
      readOnly={readOnly}
      changes={(fields) => ({ sessionHours: Number(fields.get("sessionHours")), signInMethods: { password: fields.get("password") === "on", oidc: fields.get("oidc") === "on" } })}
      danger={<p>This holds for every sign-in from now on; whoever is signed in stays so. Make sure that you can still sign in by what stays on.</p>}
    >
      {(errorAt) => (
        <>
          <TextField label="Hours that a sign-in lasts" name="sessionHours" type="number" min={1} max={168} required defaultValue={settings.sessionHours} error={errorAt("sessionHours")} hint="1 to 168. Two hours without a click end it too." className="max-w-32" />
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 text-sm font-medium">People sign in by</legend>
            <MethodField name="password" label="Email and password" on={settings.signInMethods.password} />
            <MethodField name="oidc" label="Single sign-on (OIDC_ISSUER)" on={settings.signInMethods.oidc} />
            {errorAt("signInMethods") === undefined ? null : <p className="text-sm text-bad">{errorAt("signInMethods")}</p>}
          </fieldset>
        </>
      )}
    </SettingsPart>
  );
}

function MethodField({ name, label, on }: { readonly name: string; readonly label: string; readonly on: boolean }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" name={name} defaultChecked={on} className="size-4 accent-(--color-accent-solid)" />
      {label}
    </label>
  );
}

const kinds = [
  { name: "requestsDays", label: "Requests", hint: "Every inbound call with its headers and body." },
  { name: "eventsDays", label: "Events", hint: "What was in them. Payments keep their state." },
  { name: "attemptsDays", label: "Attempts", hint: "Each try of a delivery with its answer." },
] as const;

/** How long things are kept. */
export function RetentionSettings({ settings, readOnly }: PartProps) {
  const days = (fields: FormData, name: string) => {
    const text = String(fields.get(name)).trim();
    return text === "" ? null : Number(text);
  };
  return (
    <SettingsPart
      readOnly={readOnly}
      changes={(fields) => ({ retention: Object.fromEntries(kinds.map(({ name }) => [name, days(fields, name)])) })}
      danger={<p>What is older than this is dropped, a whole month at a time, and cannot be brought back. Payments, deliveries and the audit are kept.</p>}
    >
      {(errorAt) =>
        kinds.map(({ name, label, hint }) => (
          <TextField key={name} label={`${label}: days kept`} name={name} type="number" min={1} max={36_500} placeholder="for ever" defaultValue={settings.retention[name] ?? ""} error={errorAt(`retention.${name}`)} hint={hint} className="max-w-40" />
        ))
      }
    </SettingsPart>
  );
}
