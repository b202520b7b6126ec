import { EventTabs } from "#components/events/event-tabs";
import { FoundInPayloads } from "#components/events/found-in-payloads";
import { EmptySearch } from "#components/events/empty-search";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { may } from "#lib/access/may";
import { payloadQuery } from "#lib/events/search-payloads";
import type { Metadata } from "next";
import { modeInAddress } from "../../../mode-in-address.ts";
import { searchedRange } from "../../../searched-range.ts";
import { hrefWith, pick, type SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourcesOf } from "../../../source-names.ts";

export const metadata: Metadata = { title: "Search in payloads" };

const path = "/events/search";
const filters = ["text", "sourceId", "from", "to"];

export default async function PayloadSearchPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const given = pick(params, filters);
  const actor = await signedIn(hrefWith(path, pick(params, [...filters, "mode"])), "events.read");
  const mode = await modeInAddress(path, params, given);
  const { text, ...others } = given;
  const sources = await sourcesOf(actor);
  return (
    <>
      <PageHeader title="Search in payloads" answer="Every event whose message holds a text, wherever it stands in it: for what no reference finds." />
      <EventTabs current="/events/search" />
      <FilterBar
        search={{ name: "text", placeholder: "What the message holds" }}
        filters={[
          { name: "sourceId", label: "Source", kind: "choice", choices: sources.map(({ id, name }) => ({ value: id, text: name })) },
          { name: "from", label: "From", kind: "moment" },
          { name: "to", label: "Until", kind: "moment" },
        ]}
      />
      {text === undefined ? (
        <EmptySearch canUnmask={may(actor, "personal.read")} />
      ) : (
        <Found query={{ text, ...others, ...(mode === undefined || mode === "all" ? {} : { mode }) }} sourceNames={new Map(sources.map(({ id, name }) => [id, name]))} canUnmask={may(actor, "personal.read")} />
      )}
    </>
  );
}

interface FoundProps {
  readonly query: Readonly<Record<string, string>>;
  readonly sourceNames: ReadonlyMap<string, string>;
  readonly canUnmask: boolean;
}

function Found({ query, sourceNames, canUnmask }: FoundProps) {
  const whole = { ...query, ...searchedRange(query, Date.now()) };
  const parsed = payloadQuery.safeParse(whole);
  if (parsed.success) return <FoundInPayloads key={JSON.stringify(query)} query={whole} sourceNames={sourceNames} canUnmask={canUnmask} />;
  const issue = parsed.error.issues[0];
  return <UnusableFilter detail={`“${issue?.path.join(".") ?? "?"}” in this address cannot be used: it ${issue?.message ?? "is not valid"}.`} href={path} />;
}
