import { DeliveryTable } from "#components/deliveries/delivery-table";
import { DeliveryTabs } from "#components/deliveries/delivery-tabs";
import { EmptyDeliveries } from "#components/deliveries/empty-deliveries";
import { RetryMany } from "#components/deliveries/retry-many";
import { UnusableFilter } from "#components/shell/unusable-filter";
import { FilterBar } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { RowsSkeleton } from "#components/ui/skeleton";
import { Streamed } from "#components/ui/streamed";
import { may } from "#lib/access/may";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import type { Metadata } from "next";
import { endpointNamesOf } from "../../endpoint-names.ts";
import { readList } from "../../read-list.ts";
import { hrefWith, pick, type SearchParams } from "../../search-params.ts";
import { signedIn } from "../../signed-in.ts";

export const metadata: Metadata = { title: "Deliveries" };

const filters = ["endpointId", "status", "from", "to", "eventId", "replayId"];
const statuses = [
  { value: "pending", text: "Waiting or retrying" },
  { value: "succeeded", text: "Succeeded" },
  { value: "failed", text: "Failed" },
  { value: "canceled", text: "Canceled" },
];

export default async function DeliveriesPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const actor = await signedIn(hrefWith("/deliveries", pick(params, filters)), "deliveries.read");
  const names = await endpointNamesOf(actor);
  const read = () => readList({ path: "/deliveries", params, filters, schema: deliveriesQuery, read: (query) => listDeliveries(actor, query), byMode: false });
  return (
    <>
      <PageHeader title="Deliveries" answer="What is sent where: one for each event and endpoint that takes it, newest first." actions={may(actor, "deliveries.write") ? retryOf(params, names) : null} />
      <DeliveryTabs current="/deliveries" withQueue={may(actor, "queue.read")} />
      <FilterBar
        filters={[
          { name: "endpointId", label: "Endpoint", kind: "choice", choices: [...names].map(([value, text]) => ({ value, text })) },
          { name: "status", label: "State", kind: "choice", choices: statuses },
          { name: "from", label: "From", kind: "moment" },
          { name: "to", label: "Until", kind: "moment" },
          { name: "eventId", label: "Event", kind: "text", rare: true },
          { name: "replayId", label: "Replay", kind: "text", rare: true },
        ]}
      />
      <Streamed read={read} skeleton={<RowsSkeleton />}>
        {(list) =>
          !list.ok ? (
            <UnusableFilter detail={list.detail} href="/deliveries" />
          ) : list.data.length === 0 ? (
            <EmptyDeliveries filtered={list.filtered} noEndpoints={names.size === 0} canCreate={may(actor, "endpoints.write")} />
          ) : (
            <>
              <DeliveryTable deliveries={list.data} endpointNames={names} />
              <Pagination firstHref={list.firstHref} nextHref={list.nextHref} />
            </>
          )
        }
      </Streamed>
    </>
  );
}

/** Offered where the list shows one state that can be sent again; a replay is steered on its own page. */
function retryOf(params: SearchParams, names: ReadonlyMap<string, string>) {
  const { status, replayId, ...others } = pick(params, filters);
  if (replayId !== undefined || (status !== "failed" && status !== "canceled" && status !== "pending")) return null;
  const state = { failed: "that failed", canceled: "that were canceled", pending: "that wait" }[status];
  const endpoint = others["endpointId"] === undefined ? "" : ` of ${names.get(others["endpointId"]) ?? "this endpoint"}`;
  return <RetryMany filter={{ ...others, status }} words={`${state}${endpoint}`} />;
}
