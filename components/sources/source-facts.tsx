import type { Source } from "#lib/sources/source-shape";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { choiceText } from "./choice-text.ts";
import { settingsFormModel } from "./settings-form-model.ts";

/** The settings of a source under the names that its form gives them. */
export function SourceFacts({ source, schema }: { readonly source: Source; readonly schema: unknown }) {
  const settings = source.settings ?? {};
  const model = settingsFormModel(schema);
  const variant = model.variants.find(({ value }) => model.discriminator !== null && value === settings[model.discriminator]) ?? model.variants[0];
  const shown = variant.fields.filter(({ name }) => settings[name] !== undefined && settings[name] !== null && settings[name] !== "");
  return (
    <Facts
      rows={[
        { name: "Id", value: <ShortId id={source.id} whole /> },
        ...(model.variants.length > 1 ? [{ name: "Kind", value: variant.title }] : []),
        ...shown.map((field) => ({ name: field.title, value: valueText(settings[field.name]) })),
        { name: "Silence alarm", value: source.silenceAlarmMinutes === null ? "Off" : `After ${String(source.silenceAlarmMinutes)} minutes` },
        { name: "Created", value: <TimeText at={source.createdAt} as="exact" /> },
      ]}
    />
  );
}

/** Lists by commas; words begin with a capital as in the form. */
function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : typeof value === "string" ? choiceText(value) : String(value);
}
