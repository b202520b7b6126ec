"use client";

import { useMemo, useState } from "react";
import { initialTexts, settingsFormModel, settingsOf, type SettingsTexts } from "./settings-form-model.ts";

/** The state of a settings form over a JSON Schema, started from `settings` where they exist. */
export function useSettingsForm(schema: unknown, settings?: Readonly<Record<string, unknown>>) {
  const model = useMemo(() => settingsFormModel(schema), [schema]);
  const given = model.discriminator === null ? undefined : settings?.[model.discriminator];
  const [value, setValue] = useState(typeof given === "string" ? given : model.variants[0].value);
  const variant = model.variants.find((option) => option.value === value) ?? model.variants[0];
  const [changed, setChanged] = useState<SettingsTexts>({});
  const texts = { ...initialTexts(variant, settings), ...changed };
  return {
    model,
    variant,
    texts,
    chooseVariant: (next: string) => setValue(next),
    setText: (name: string, text: string) => setChanged((before) => ({ ...before, [name]: text })),
    settings: () => settingsOf(model, variant, texts),
  };
}
