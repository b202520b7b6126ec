import type { Source } from "#lib/sources/source-shape";
import { Facts } from "../ui/page-header.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { settingsFormModel } from "./settings-form-model.ts";

/** The settings of a source under the names that its form gives them. */
export function SourceFacts({ source, schema }: { readonly source: Source; readonly schema: unknown }) {
  const settings = source.settings ?? {};
  const titles = new Map(settingsFormModel(schema).variants.flatMap((variant) => variant.fields.map((field) => [field.name, field.title])));
  const shown = Object.entries(settings).filter(([, value]) => value !== null && value !== "");
  return (
    <Facts
      rows={[
        { name: "Id", value: <ShortId id={source.id} whole /> },
        ...shown.map(([name, value]) => ({ name: titles.get(name) ?? "Kind", value: Array.isArray(value) ? value.join(", ") : String(value) })),
        { name: "Silence alarm", value: source.silenceAlarmMinutes === null ? "Off" : `After ${String(source.silenceAlarmMinutes)} minutes` },
        { name: "Created", value: <TimeText at={source.createdAt} as="exact" /> },
      ]}
    />
  );
}
