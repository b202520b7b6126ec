"use client";

import type { RefusedField } from "../api-call.ts";
import { CheckboxField, RadioCards, SelectField, TextArea, TextField } from "../ui/field.tsx";
import { choiceText } from "./choice-text.ts";
import type { SettingsField, SettingsFormModel, SettingsTexts, SettingsVariant } from "./settings-form-model.ts";

interface SettingsFieldsProps {
  readonly model: SettingsFormModel;
  readonly variant: SettingsVariant;
  readonly texts: SettingsTexts;
  readonly errors: readonly RefusedField[];
  /** Absent where the variant cannot be changed. */
  readonly onVariant?: (value: string) => void;
  readonly onText: (name: string, text: string) => void;
}

/** The fields of a provider's settings. Those with a good default are folded away. */
export function SettingsFields({ model, variant, texts, errors, onVariant, onText }: SettingsFieldsProps) {
  const main = variant.fields.filter((field) => field.required);
  const more = variant.fields.filter((field) => !field.required);
  const wrongInside = more.some((field) => errorOf(errors, field) !== undefined);
  const draw = (field: SettingsField) => <OneField key={field.name} field={field} text={texts[field.name] ?? ""} error={errorOf(errors, field)} onText={(text) => onText(field.name, text)} />;
  return (
    <>
      {model.variants.length > 1 && onVariant !== undefined ? (
        <RadioCards
          legend="Kind of webhook"
          name="variant"
          value={variant.value ?? ""}
          onChange={onVariant}
          choices={model.variants.map((option) => ({ value: option.value ?? "", text: option.title, ...(option.description === null ? {} : { hint: option.description }) }))}
        />
      ) : null}
      {main.map(draw)}
      {more.length === 0 ? null : (
        <details className="rounded-md border" {...(wrongInside ? { open: true } : {})}>
          <summary className="px-3 py-2 text-sm font-medium">{main.length === 0 ? "Settings, each with a default" : "More settings, each with a default"}</summary>
          <div className="flex flex-col gap-4 border-t p-3">{more.map(draw)}</div>
        </details>
      )}
    </>
  );
}

function errorOf(errors: readonly RefusedField[], field: SettingsField): string | undefined {
  const path = `settings.${field.name}`;
  return errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))?.message;
}

function OneField({ field, text, error, onText }: { readonly field: SettingsField; readonly text: string; readonly error: string | undefined; readonly onText: (text: string) => void }) {
  const shared = { label: field.title, error, ...(field.description === null ? {} : { hint: field.description }) };
  switch (field.kind) {
    case "choice":
      return <SelectField {...shared} value={text} required={field.required} onChange={(event) => onText(event.target.value)} choices={[...(text === "" || field.nullable ? [{ value: "", text: field.required ? "Choose" : "Default" }] : []), ...field.choices.map((choice) => ({ value: choice, text: choiceText(choice) }))]} />;
    case "flag":
      return <CheckboxField label={field.title} {...(field.description === null ? {} : { hint: field.description })} checked={text === "true"} onChange={(event) => onText(String(event.target.checked))} />;
    case "list":
      return <TextArea {...shared} value={text} required={field.required} placeholder="One per line" onChange={(event) => onText(event.target.value)} />;
    default:
      return <TextField {...shared} value={text} required={field.required} optional={!field.required} inputMode={field.kind === "number" ? "numeric" : "text"} autoComplete="off" onChange={(event) => onText(event.target.value)} />;
  }
}
