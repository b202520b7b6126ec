import { z } from "zod";
import type { Provider } from "#lib/providers/provider";
import type { KeyFormatCase, ProviderForm } from "./key-format-cases.ts";
import { settingsFormModel, settingsOf, type SettingsField, type SettingsVariant } from "./settings-form-model.ts";

/** Describes the form of one provider. Pure. */
export function providerForm(provider: Provider): ProviderForm {
  // Through text, since zod hangs functions on it that cannot go to the browser.
  const schema: unknown = JSON.parse(JSON.stringify(z.toJSONSchema(provider.settings, { io: "input" })));
  const model = settingsFormModel(schema);
  const cases = model.variants.flatMap((variant) =>
    choicesThatMatter(variant).flatMap((chosen): KeyFormatCase[] => {
      const sample = settingsOf(model, variant, { ...sampleTexts(variant), ...chosen });
      const parsed = provider.settings.safeParse(sample);
      const when = model.discriminator === null || variant.value === null ? chosen : { ...chosen, [model.discriminator]: variant.value };
      return parsed.success ? [{ when, format: provider.keyFormat(parsed.data) }] : [];
    }),
  );
  return { id: provider.id, name: provider.name, schema, keyFormats: cases };
}

function choicesThatMatter(variant: SettingsVariant): readonly Readonly<Record<string, string>>[] {
  const field = variant.fields.find(({ kind, required }) => kind === "choice" && required);
  return field === undefined ? [{}] : field.choices.map((choice) => ({ [field.name]: choice }));
}

function sampleTexts(variant: SettingsVariant): Readonly<Record<string, string>> {
  return Object.fromEntries(variant.fields.map((field) => [field.name, sampleText(field)]));
}

function sampleText(field: SettingsField): string {
  if (field.initial !== "" || !field.required) return field.initial;
  return field.kind === "choice" ? (field.choices[0] ?? "") : "sample";
}
