import { EmptyEvents } from "#components/events/empty-events";
import { EventTable } from "#components/events/event-table";
import { ReplayMany } from "#components/replays/replay-many";
import { EventTabs } from "#components/events/event-tabs";
import { RetryFailedButton } from "#components/events/retry-failed-button";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { RowsSkeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { may } from "#lib/access/may";
import { listEvents } from "#lib/events/list-events";
import { eventsQuery } from "#lib/events/list-queries";
import type { Metadata } from "next";
import { readList } from "../../read-list.ts";
import { firstValue, hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { type Person, signedIn } from "../../signed-in.ts";
import { endpointsOf } from "../../endpoint-names.ts";
import { endpointName } from "../../../components/endpoints/endpoint-words.ts";
import { replayFilterWords } from "../../../components/replays/replay-words.ts";
import { sourcesOf } from "../../source-names.ts";

export const metadata: Metadata = { title: "Events" };

const filters = ["q", "sourceId", "type", "providerType", "reference", "transactionId", "state", "from", "to"];

const states = [
  { value: "pending", text: "Pending" },
  { value: "processed", text: "Processed" },
  { value: "failed", text: "Failed" },
];

export default async function EventsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/events", pick(params, [...filters, "mode"])), "events.read");
  const read = () => readList({ path: "/events", params, filters, schema: eventsQuery, read: (query) => listEvents(actor, query) });
  const sources = await sourcesOf(actor);
  return (
    <>
      <PageHeader
        title="Events"
        answer="What providers reported, each proved by its signature, newest first."
        actions={
          <>
            {firstValue(params, "state") === "failed" && may(actor, "events.retry") ? <RetryFailedButton filter={retried(params)} /> : null}
            {may(actor, "replays.write") ? await replayOf(actor, params) : null}
          </>
        }
      />
      <EventTabs current="/events" />
      <FilterBar
        search={{ name: "q", placeholder: "Search by reference or id" }}
        filters={[
          { name: "sourceId", label: "Source", kind: "choice", choices: sources.map(({ id, name }) => ({ value: id, text: name })) },
          { name: "type", label: "Type, such as payment.*", kind: "text" },
          { name: "state", label: "State", kind: "choice", choices: states },
          { name: "from", label: "From", kind: "moment" },
          { name: "to", label: "Until", kind: "moment" },
          { name: "transactionId", label: "Transaction", kind: "text", rare: true },
        ]}
      />
      <Streamed read={read} skeleton={<RowsSkeleton />}>
        {(list) =>
          !list.ok ? (
            <UnusableFilter detail={list.detail} href="/events" />
          ) : list.data.length === 0 ? (
            <EmptyEvents filtered={list.filtered} clearHref="/events" noSources={sources.length === 0} canCreate={may(actor, "sources.write")} searched={firstValue(params, "q")} />
          ) : (
            <>
              <EventTable events={list.data} sourceNames={new Map(sources.map(({ id, name }) => [id, name]))} />
              <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
            </>
          )
        }
      </Streamed>
    </>
  );
}

/** What of the list's filters counts for reading failed events again. */
function retried(params: SearchParams): Readonly<Record<string, string>> {
  const { mode, ...others } = pick(params, ["sourceId", "mode", "from", "to"]);
  return { ...others, ...(mode === undefined || mode === "all" ? {} : { mode }) };
}

/** Sends again what the list shows; a filter by state finds nothing that could be sent. */
async function replayOf(actor: Person, params: SearchParams) {
  const { state, ...filter } = pick(params, [...filters, "mode"]);
  const endpoints = (await endpointsOf(actor)).filter(({ status, mode }) => status !== "disabled" && (filter["mode"] !== "test" && filter["mode"] !== "live" ? true : mode === filter["mode"]));
  if (state !== undefined || endpoints.length === 0) return null;
  const given = filter["mode"] === "all" ? Object.fromEntries(Object.entries(filter).filter(([name]) => name !== "mode")) : filter;
  return <ReplayMany filter={given} words={replayFilterWords(given)} endpoints={endpoints.map((endpoint) => ({ value: endpoint.id, text: endpointName(endpoint) }))} button="Replay these" />;
}
