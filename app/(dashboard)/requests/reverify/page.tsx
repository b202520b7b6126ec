import { ReverifyMany } from "#components/requests/reverify-many";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { reverifyManyInput } from "#lib/events/reverify-requests";
import type { Metadata } from "next";
import { hrefWith, pick, type SearchParams } from "../../../search-params.ts";
import { signedIn } from "../../../signed-in.ts";
import { sourcesOf } from "../../../source-names.ts";

export const metadata: Metadata = { title: "Verify again" };

const outcomes = [
  { value: "rejected", text: "Rejected" },
  { value: "quarantined", text: "Quarantined" },
];

export default async function ReverifyPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const given = pick(await searchParams, ["sourceId", "outcome", "from", "to"]);
  const actor = await signedIn(hrefWith("/requests/reverify", given), "requests.reverify");
  const filter = reverifyManyInput.shape.filter.safeParse(given);
  const sources = await sourcesOf(actor);
  const source = sources.find(({ id }) => id === given["sourceId"]);
  return (
    <>
      <PageHeader
        title="Verify refused requests again"
        answer={`What was refused${source === undefined ? "" : ` at ${source.name}`} while a key was missing or a setting was wrong was kept. With the right key it can still become events.`}
        actions={<ButtonLink href={source === undefined ? "/requests" : `/sources/${source.id}`}>{source === undefined ? "All requests" : "Go to the source"}</ButtonLink>}
      />
      <FilterBar
        filters={[
          { name: "sourceId", label: "Source", kind: "choice", choices: sources.map(({ id, name }) => ({ value: id, text: name })) },
          { name: "outcome", label: "Outcome", kind: "choice", choices: outcomes },
          { name: "from", label: "From", kind: "moment" },
          { name: "to", label: "Until", kind: "moment" },
        ]}
      />
      {filter.success ? <ReverifyMany key={JSON.stringify(given)} filter={given} /> : <UnusableFilter detail={`The filter “${filter.error.issues[0]?.path.join(".") ?? "?"}” in this address cannot be used: ${filter.error.issues[0]?.message ?? "it is not valid"}.`} href="/requests/reverify" />}
    </>
  );
}
