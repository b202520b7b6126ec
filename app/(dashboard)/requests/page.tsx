import { EmptyEvents } from "#components/events/empty-events";
import { EventTabs } from "#components/events/event-tabs";
import { RequestTable } from "#components/requests/request-table";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { ButtonLink } from "#components/ui/button";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { RowsSkeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { may } from "#lib/access/may";
import { requestsQuery } from "#lib/events/list-queries";
import { listRequests } from "#lib/events/list-requests";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";
import { sourcesOf } from "../../source-names.ts";

export const metadata: Metadata = { title: "Requests" };

const filters = ["sourceId", "outcome", "kind", "from", "to"];

const outcomes = [
  { value: "accepted", text: "Accepted" },
  { value: "duplicate", text: "Duplicate" },
  { value: "conflict", text: "Conflict" },
  { value: "rejected", text: "Rejected" },
  { value: "quarantined", text: "Quarantined" },
];

export default async function RequestsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/requests", pick(params, [...filters, "mode"])), "requests.read");
  const read = () => readList({ path: "/requests", params, filters, schema: requestsQuery, read: (query) => listRequests(actor, query) });
  const sources = await sourcesOf(actor);
  return (
    <>
      <PageHeader title="Requests" answer="Every call to a source’s URL, with what became of it: also those that were refused or set aside." actions={may(actor, "requests.reverify") ? <ButtonLink href={hrefWith("/requests/reverify", pick(params, ["sourceId", "from", "to"]))}>Verify refused ones again</ButtonLink> : null} />
      <EventTabs current="/requests" />
      <FilterBar
        filters={[
          { name: "outcome", label: "Outcome", kind: "choice", choices: outcomes },
          { name: "sourceId", label: "Source", kind: "choice", choices: sources.map(({ id, name }) => ({ value: id, text: name })) },
          { name: "from", label: "From", kind: "moment" },
          { name: "to", label: "Until", kind: "moment" },
        ]}
      />
      <Streamed read={read} skeleton={<RowsSkeleton />}>
        {(list) =>
          !list.ok ? (
            <UnusableFilter detail={list.detail} href="/requests" />
          ) : list.data.length === 0 ? (
            <EmptyEvents filtered={list.filtered} clearHref="/requests" noSources={sources.length === 0} canCreate={may(actor, "sources.write")} />
          ) : (
            <>
              <RequestTable requests={list.data} sourceNames={new Map(sources.map(({ id, name }) => [id, name]))} />
              <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
            </>
          )
        }
      </Streamed>
    </>
  );
}
