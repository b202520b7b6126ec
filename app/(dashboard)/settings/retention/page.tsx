import { RetentionPreviewTable } from "#components/retention/retention-preview-table";
import { SourceDaysTable } from "#components/retention/source-days-table";
import { SourceRowsTable } from "#components/retention/source-rows-table";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { Button } from "#components/ui/button";
import { TextField } from "#components/ui/field";
import { Facts, PageHeader, Section } from "#components/ui/page-header";
import { may } from "#lib/access/may";
import { listSourceRetention } from "#lib/retention/list-source-retention";
import { previewQuery, previewRetention } from "#lib/retention/preview-retention";
import { readSettings } from "#lib/settings/read-settings";
import { listSources } from "#lib/sources/list-sources";
import type { Metadata } from "next";
import { formatBytes } from "../../../../components/ui/byte-format.ts";
import { firstValue, type SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";

export const metadata: Metadata = { title: "Retention" };

const members = [
  { name: "requestsDays", label: "Days of requests" },
  { name: "eventsDays", label: "Days of events" },
  { name: "attemptsDays", label: "Days of attempts" },
] as const;

export default async function RetentionPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const asked = await searchParams;
  const actor = await signedIn("/settings/retention", "retention.read");
  const given = Object.fromEntries(members.flatMap(({ name }) => [firstValue(asked, name)].flatMap((value) => (value === undefined || value === "" ? [] : [[name, value] as const]))));
  const query = previewQuery.safeParse(given);
  const preview = query.success ? await previewRetention(actor, query.data) : null;
  const own = await listSourceRetention(actor);
  const others = (await listSources(actor)).data.filter(({ id }) => !own.some(({ sourceId }) => sourceId === id)).map(({ id, name }) => ({ value: id, text: name }));
  const { retention: installation } = await readSettings();
  return (
    <>
      <PageHeader title="Retention" answer="How long what was received is kept, and what would go. Payments stay, with their amounts and states; what was received of them goes." />
      {preview === null ? (
        <UnusableFilter detail="Days are whole numbers from 1 to 99999." href="/settings/retention" />
      ) : (
        <>
          <Section title={Object.keys(given).length === 0 ? "Settled now" : "If it were settled so"}>
            <Facts
              narrow
              rows={[
                ...preview.kinds.map(({ kind, days }) => ({ name: kind.slice(0, 1).toUpperCase() + kind.slice(1), value: days === null ? "For ever" : `${String(days)} days` })),
                { name: "On the disk", value: `${formatBytes(preview.storedBytes)} in ${String(preview.storedMonths)} ${preview.storedMonths === 1 ? "month" : "months"}` },
              ]}
            />
          </Section>
          <Section title="Sources with days of their own">
            <SourceDaysTable rows={own} others={others} installation={installation} canChange={may(actor, "settings.write")} />
          </Section>
          <Section title="What if">
            <form className="flex flex-wrap items-end gap-3">
              {members.map(({ name, label }) => (
                <TextField key={name} label={label} name={name} defaultValue={given[name] ?? ""} inputMode="numeric" pattern="[1-9][0-9]{0,4}" placeholder="as settled" className="w-36" />
              ))}
              <Button type="submit">Show what would go</Button>
            </form>
            <p className="mt-2 text-sm text-soft">This only looks. The days are settled under Settings, with your password, and the worker drops months whose time has ended.</p>
          </Section>
          <Section title="What would go today">
            {preview.sources.length > 0 && preview.kinds.every(({ months }) => months.length === 0) ? null : <RetentionPreviewTable preview={preview} />}
            {preview.sources.length === 0 ? null : <SourceRowsTable sources={preview.sources} />}
          </Section>
        </>
      )}
    </>
  );
}
